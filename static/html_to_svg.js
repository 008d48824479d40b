/*
 * A piece of a laid-out page as SVG: grounds, borders, hatching and lines of text, each where the browser has put it.
 * It knows what static/monitor.css and the map use, not all of CSS.
 */
const SKIPPED = new Set(["SCRIPT", "STYLE", "IFRAME", "BUTTON"]);
const NOT_ON_PAPER = ".leaflet-control-zoom, .leaflet-bar, .wheel-hint, .leaflet-tooltip-pane, .leaflet-popup-pane";
const SIDES = ["Top", "Right", "Bottom", "Left"];
const pen = new OffscreenCanvas(1, 1).getContext("2d");
const inks = new Map(); // colour as CSS writes it → [#rrggbb, opacity]
let patterns = 0;

/**
 * Returns an element and all that it holds as SVG.
 *
 * @param {Element} root laid out in its document; everything else than what it holds is left out.
 * @param {{left: number, top: number}} origin the place that becomes 0, 0.
 * @param {Map<Element, string>} drawings SVG that stands for an element.
 */
export function paint(root, origin, drawings) {
  const view = root.ownerDocument.defaultView;

  function element(node) {
    if (SKIPPED.has(node.tagName) || node.matches(NOT_ON_PAPER)) return "";
    const style = view.getComputedStyle(node);
    if (style.display === "none" || style.visibility === "hidden" || style.opacity === "0") return "";
    const box = moved(node.getBoundingClientRect());
    if (drawings.has(node)) return nested(drawings.get(node), box);
    if (node.tagName === "svg") return nested(inlined(node), box);
    let inside = grounds(node, style, box) + bullet(node, style);
    for (const child of node.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) inside += element(child);
      else if (child.nodeType === Node.TEXT_NODE) inside += texts(child, style);
    }
    return style.opacity === "1" || !inside ? inside : `<g opacity="${style.opacity}">${inside}</g>`;
  }

  function moved({ left, top, width, height }) {
    return { x: left - origin.left, y: top - origin.top, width, height };
  }

  function grounds(node, style, box) {
    const turn = style.transform.match(/^matrix\(([^,]+), ([^,]+), ([^,]+), ([^,]+),/);
    if (turn && Number(turn[2])) {
      const [width, height] = [node.offsetWidth, node.offsetHeight];
      const middle = `${box.x + box.width / 2} ${box.y + box.height / 2}`;
      const drawn = ground({ x: -width / 2, y: -height / 2, width, height }, style);
      return `<g transform="translate(${middle}) matrix(${turn.slice(1, 5).join(" ")} 0 0)">${drawn}</g>`;
    }
    const boxes = style.display === "inline" ? [...node.getClientRects()].map(moved) : [box];
    return boxes.map((one) => ground(one, style)).join("");
  }

  /** Lines of one text as the browser has broken it. */
  function texts(node, style) {
    const [first, after] = [node.data.search(/[^ \n]/), node.data.search(/[ \n]*$/)];
    if (first < 0) return "";
    const range = node.ownerDocument.createRange();
    range.setStart(node, first);
    range.setEnd(node, after);
    if (range.getClientRects().length < 2) return line(node.data, range.getBoundingClientRect(), style);
    const lines = [];
    let [start, end] = [0, 0];
    for (const letter of node.data) {
      start = end;
      end += letter.length;
      range.setStart(node, start);
      range.setEnd(node, end);
      const place = [...range.getClientRects()].find((rect) => rect.width);
      if (!place) continue;
      const last = lines.at(-1);
      if (last && Math.abs(last.top - place.top) < 2) last.text += node.data.slice(last.end, end);
      else lines.push({ text: letter, left: place.left, top: place.top, height: place.height });
      lines.at(-1).end = end;
    }
    return lines.map((one) => line(one.text, one, style)).join("");
  }

  function line(text, place, style) {
    const { x, y, height } = moved(place);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const size = pen.measureText("漢");
    const above = size.fontBoundingBoxAscent;
    const baseline = y + (height - above - size.fontBoundingBoxDescent) / 2 + above;
    const weight = Number(style.fontWeight) > 400 ? ` font-weight="${style.fontWeight}"` : "";
    const halo = style.textShadow === "none" ? "" : ' stroke="#ffffff" stroke-width="3" paint-order="stroke"';
    const family = style.fontFamily.replaceAll('"', "'");
    return `<text x="${short(x)}" y="${short(baseline)}" font-family="${family}" font-size="${parseFloat(style.fontSize)}"` +
      `${weight}${halo} ${painted("fill", style.color)}>${escaped(text.replace(/[ \n]+/g, " ").trimEnd())}</text>`;
  }

  function bullet(node, style) {
    if (style.display !== "list-item" || style.listStyleType !== "disc") return "";
    const { x, y } = moved(node.getBoundingClientRect());
    const size = parseFloat(style.fontSize);
    return `<circle cx="${short(x - 0.7 * size)}" cy="${short(y + parseFloat(style.lineHeight) / 2)}" r="${short(0.18 * size)}" ${painted("fill", style.color)}/>`;
  }

  return element(root);
}

/** Colour, hatching and borders of one box. */
function ground(box, style) {
  if (!box.width && !box.height) return "";
  const corner = style.borderTopLeftRadius;
  const round = corner.endsWith("%") ? (parseFloat(corner) / 100) * box.height : Math.min(parseFloat(corner) || 0, box.height / 2);
  const fill = painted("fill", style.backgroundColor);
  const colour = fill ? rectangle(box, round, fill) : "";
  return colour + hatching(box, round, style) + borders(box, round, style);
}

/** The layers of a background; the last one lies lowest. */
function hatching(box, round, style) {
  const image = style.backgroundImage;
  if (image === "none") return "";
  const layers = image.split(/,\s*(?=(?:repeating-)?(?:linear|radial)-gradient)/).reverse();
  return layers.map((layer) => {
    const stops = [...layer.matchAll(/((?:rgba?|color)\([^)]*\))\s*([\d.]+)?(px|%)?/g)].map((stop) => [stop[1], Number(stop[2] ?? 0)]);
    if (layer.startsWith("linear")) return rectangle({ ...box, width: parseFloat(style.backgroundSize) || box.width }, 0, painted("fill", stops[0][0]));
    const id = `hatch-${(patterns += 1)}`;
    const tile = layer.startsWith("radial") ? dots(stops, parseFloat(style.backgroundSize)) : stripes(stops, layer);
    const [size, turn, inside] = tile;
    return `<pattern id="${id}" patternUnits="userSpaceOnUse" width="${size}" height="${size}" x="${short(box.x)}" y="${short(box.y)}"${turn}>` +
      `${inside}</pattern>${rectangle(box, round, `fill="url(#${id})"`)}`;
  }).join("");
}

function stripes(stops, layer) {
  const size = stops.at(-1)[1];
  const angle = Number(layer.match(/\((-?[\d.]+)deg/)?.[1] ?? 180) - 90;
  const inside = stops.slice(1).map(([colour, end], i) => rectangle({ x: stops[i][1], y: 0, width: end - stops[i][1], height: size }, 0, painted("fill", colour)));
  return [size, ` patternTransform="rotate(${angle})"`, inside.join("")];
}

function dots(stops, size) {
  const middle = size / 2;
  return [size, "", rectangle({ x: 0, y: 0, width: size, height: size }, 0, painted("fill", stops.at(-1)[0])) +
    `<circle cx="${middle}" cy="${middle}" r="${stops[0][1]}" ${painted("fill", stops[0][0])}/>`];
}

function borders(box, round, style) {
  const sides = SIDES.map((side) => [parseFloat(style[`border${side}Width`]), style[`border${side}Style`], style[`border${side}Color`]]);
  const [width, kind, colour] = sides[0];
  if (sides.every((side) => side.join() === sides[0].join())) {
    const stroke = edge(kind === "double" ? width / 3 : width, kind, colour);
    if (!stroke) return "";
    const rings = kind === "double" ? [width / 6, (5 * width) / 6] : [width / 2];
    return rings.map((inset) => rectangle(shrunk(box, inset), Math.max(0, round - inset), `fill="none" ${stroke}`)).join("");
  }
  const { x, y } = box;
  const [right, bottom] = [x + box.width, y + box.height];
  const ends = [[x, y, right, y], [right, y, right, bottom], [x, bottom, right, bottom], [x, y, x, bottom]];
  return sides.map(([thick, drawn, ink], i) => {
    const stroke = edge(thick, drawn, ink);
    const [x1, y1, x2, y2] = ends[i].map(short);
    return stroke ? `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" ${stroke}/>` : "";
  }).join("");
}

function edge(width, kind, colour) {
  const stroke = painted("stroke", colour);
  if (!width || kind === "none" || kind === "hidden" || !stroke) return "";
  const dashes = { dashed: [3 * width, 2 * width], dotted: [width, width] }[kind];
  return `${stroke} stroke-width="${short(width)}"${dashes ? ` stroke-dasharray="${dashes.join(" ")}"` : ""}`;
}

function rectangle({ x, y, width, height }, round, look) {
  if (width <= 0 || height <= 0 || !look) return "";
  const corners = round ? ` rx="${short(round)}"` : "";
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"${corners} ${look}/>`;
}

function shrunk({ x, y, width, height }, by) {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}

/** A colour of CSS, however it is written, as attributes that every program reads; nothing where it is transparent. */
function painted(name, colour) {
  if (!inks.has(colour)) inks.set(colour, mixed(colour));
  const [hex, opacity] = inks.get(colour);
  if (!opacity) return "";
  return `${name}="${hex}"${opacity < 1 ? ` ${name}-opacity="${opacity}"` : ""}`;
}

/** rgb(15, 76, 129), rgba(15, 76, 129, 0.5) or color(srgb 0.06 0.3 0.5 / 0.5) → [#rrggbb, opacity]. */
function mixed(colour) {
  const [red, green, blue, opacity = 1] = (colour.match(/[\d.]+(e-\d+)?/g) ?? [0, 0, 0, 0]).map(Number); // or none
  const scale = colour.startsWith("color(") ? 255 : 1;
  return [`#${[red, green, blue].map((channel) => Math.round(channel * scale).toString(16).padStart(2, "0")).join("")}`, short(opacity)];
}

/** An SVG inside the SVG, of the size of a box. */
function nested(text, { x, y, width, height }) {
  const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (!drawing.hasAttribute("viewBox")) drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  for (const [name, value] of Object.entries({ x, y, width, height })) drawing.setAttribute(name, short(value));
  drawing.removeAttribute("style");
  return new XMLSerializer().serializeToString(drawing);
}

/** An SVG of the page with what the style sheets say written into it. */
function inlined(svg) {
  const copy = svg.cloneNode(true);
  const [originals, copies] = [svg, copy].map((root) => [...root.querySelectorAll("path, line, circle, rect, text")]);
  originals.forEach((original, i) => {
    if (original.closest("defs")) return;
    const style = original.ownerDocument.defaultView.getComputedStyle(original);
    const fill = style.fill.startsWith("url") ? `fill="${style.fill.replaceAll('"', "")}"` : painted("fill", style.fill);
    for (const name of ["fill", "stroke", "class", "style"]) copies[i].removeAttribute(name);
    const looks = `${style.fill === "none" || !fill ? 'fill="none"' : fill} ${style.stroke === "none" ? "" : painted("stroke", style.stroke)}`;
    for (const [, name, value] of looks.matchAll(/([\w-]+)="([^"]*)"/g)) copies[i].setAttribute(name, value);
    copies[i].setAttribute("stroke-width", short(parseFloat(style.strokeWidth)));
  });
  return new XMLSerializer().serializeToString(copy);
}

function short(number) {
  return Number(Number(number).toFixed(2));
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
