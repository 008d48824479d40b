/*
 * The picture of a figure card, as a file: an SVG of lines and texts (no picture inside, so that an office program can
 * take it apart), or the same as PNG. static/monitor.js loads this module at the first click; no server is asked.
 *
 * The card is laid out again, out of sight, at the width of a paper and in light colours, whatever window the reader has. Its title,
 * reading, unit, n, as-of date and source come along, the place and the version of the data stand below. html_to_svg.js paints it.
 */
const { paint } = await import(`./html_to_svg.js${new URL(import.meta.url).search}`); // of the same version

const WIDTH = 1120; // px
const MARGIN = 28; // px
const TALLEST_MAP = 720; // px
const PIXELS = 2; // of the PNG for each px
const LONGEST_CANVAS = 16000; // px; Chromium's limit is 16,384
const DRAWN = ".stHtml, .stPlotlyChart, iframe";
const LEFT_OUT = "[class*='st-key-tools_'], .km-pictures, script, style, [data-testid=stElementToolbar], [data-testid=stExpander]";

// Colours of components/drawing/theme.py and marks.py on a dark screen → on paper; a test compares them.
const ON_PAPER = {
  "#10171f": "#ffffff", "#1a232e": "#f5f7fa", "#e8edf2": "#1b2733", "#a9b4c0": "#52606d", "#344150": "#d5dce4",
  "#c3a4e8": "#6b3fa0", "#eb9cc6": "#8c2560", "#c47a3c": "#4a2003",
  "#8cc4f5": "#0f4c81", "#22384d": "#dce9f5", "#2f5f89": "#a9cbe8", "#4c8cbf": "#6ba3d0", "#86bce6": "#2f75ae",
  "#d3e9fb": "#0b3c66", "#8593a1": "#687481", "#f2a65a": "#b4530a", "#5fd0bd": "#0b7a6b", "#9aa5b1": "#6b7280",
  "#c3cbd4": "#3f4752", "#ff9c94": "#b3261e", "#f0bc4e": "#8a5a00",
};
const COLOUR = /#[0-9a-f]{6}\b|rgb\((\d+), ?(\d+), ?(\d+)\)/gi;

/** Saves the picture of the card in which a button stands; says beside the button what happens. */
export async function save(button) {
  const said = button.parentElement.querySelector("[role=status]");
  const { format, file } = button.dataset;
  said.textContent = "画像を作っています…";
  button.setAttribute("aria-busy", "true");
  try {
    const svg = await picture(button.closest("[class*='st-key-card_']"));
    download(format === "svg" ? new Blob([svg.text], { type: "image/svg+xml" }) : await toPng(svg), `${file}.${format}`);
    said.textContent = "保存しました";
  } catch (error) {
    console.warn(error);
    said.textContent = "画像を作れませんでした。画面を開き直してもう一度押すか、CSV をお使いください。";
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** Returns the card as SVG: {text, width, height}. */
async function picture(card) {
  const stage = layOut(card);
  try {
    await document.fonts.ready;
    stage.style.width = `${Math.max(WIDTH, stage.scrollWidth)}px`; // a wide table makes the paper wider
    const drawings = await Promise.all([...stage.querySelectorAll("[data-drawn]")].map(draw));
    const box = stage.getBoundingClientRect();
    const body = paint(stage, box, new Map(drawings));
    const [width, height] = [box.width, box.height].map((length) => Math.ceil(length + 2 * MARGIN));
    const words = [".km-title", ".km-reading"].map((name) => escaped(stage.querySelector(name)?.textContent ?? ""));
    const text =
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" width="${width}" ` +
      `height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}"><title>${words[0]}</title>` +
      `<desc>${words[1]}</desc><rect x="${-MARGIN}" y="${-MARGIN}" width="100%" height="100%" fill="#ffffff"/>${body}</svg>`;
    return { text: isDark() ? text.replace(COLOUR, onPaper) : text, width, height };
  } finally {
    stage.remove();
  }
}

/** Returns a copy of the card, out of sight: what can be pressed is left out, charts and maps are empty boxes. */
function layOut(card) {
  const stage = document.createElement("div");
  stage.className = "km-paper";
  stage.inert = true;
  stage.style.width = `${WIDTH}px`;
  const copy = card.cloneNode(true);
  replaceDrawings(card, copy);
  copy.append(...copy.querySelectorAll(".km-about .km-meta")); // paper has nothing to open
  copy.querySelectorAll(LEFT_OUT).forEach((element) => element.remove());
  for (const element of copy.querySelectorAll("[data-testid=stElementContainer]")) {
    if (!element.querySelector(`${DRAWN}, [data-drawn]`)) element.remove();
  }
  // Whether the data are invented, and the town that a page is about, belong onto every picture.
  const above = [".km-practice", ".km-heading:has(+ .km-badges)"].map((name) => document.querySelector(name)?.cloneNode(true));
  stage.append(...above.filter(Boolean), copy, origin());
  document.querySelector(".stApp").append(stage);
  showPseudoElements(stage);
  return stage;
}

/** Puts an empty box in the place of every chart and map; the box knows what belongs into it. */
function replaceDrawings(card, copy) {
  const copies = [...copy.querySelectorAll(".js-plotly-plot, iframe")];
  [...card.querySelectorAll(".js-plotly-plot, iframe")].forEach((original, i) => {
    const box = document.createElement("div");
    box.dataset.drawn = "";
    box.original = original;
    const map = original.contentDocument?.querySelector(".leaflet-container");
    if (map) box.style.aspectRatio = `${map.clientWidth} / ${map.clientHeight}`;
    box.style.cssText += map ? `width:100%;max-height:${TALLEST_MAP}px` : `height:${original.layout?.height ?? original.offsetHeight}px`;
    const frame = copies[i].closest("[data-testid=stElementContainer]") ?? copies[i];
    frame.replaceChildren(box);
    frame.style.width = "100%";
  });
}

/** Returns a chart or a map as SVG of the size of its box: [box, text]. Plotly is the one that has drawn the screen. */
async function draw(box) {
  const { width, height } = box.getBoundingClientRect();
  const chart = box.original;
  if (!chart.contentDocument) {
    const { data, layout } = JSON.parse(JSON.stringify({ data: chart.data, layout: chart.layout }));
    const address = await Plotly.toImage({ data, layout: { ...layout, autosize: false } }, { format: "svg", width, height });
    return [box, decodeURIComponent(address.slice(address.indexOf(",") + 1))];
  }
  const map = chart.contentDocument.querySelector(".leaflet-container");
  const frame = map.getBoundingClientRect();
  const text = paint(map, frame, new Map());
  return [box, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${frame.width} ${frame.height}">${text}</svg>`];
}

/** Returns the last line of the picture: which place, time and version of the data the page shows. */
function origin() {
  const line = document.createElement("p");
  line.className = "km-meta";
  const facts = [...document.querySelectorAll(".km-facts span")].map((fact) => fact.textContent);
  line.textContent = ["地域共生モニター", document.querySelector(".km-head h1")?.textContent, ...facts].join("　");
  return line;
}

/** Turns ::before with a line or a ground into an element, which can be measured. */
function showPseudoElements(stage) {
  for (const element of stage.querySelectorAll(".km-strip")) {
    const style = getComputedStyle(element, "::before");
    const line = document.createElement("i");
    line.style.cssText = "left:0;right:0;top:50%";
    line.style.borderTop = `${style.borderTopWidth} ${style.borderTopStyle} ${style.borderTopColor}`;
    element.prepend(line);
  }
}

async function toPng({ text, width, height }) {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    image.src = address;
    await image.decode();
    const scale = Math.min(PIXELS, LONGEST_CANVAS / Math.max(width, height));
    const canvas = Object.assign(document.createElement("canvas"), { width: width * scale, height: height * scale });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("empty"))), "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

function download(blob, file) {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href: address, download: file });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function isDark() {
  return getComputedStyle(document.querySelector(".stApp")).colorScheme === "dark";
}

function onPaper(colour, ...channels) {
  const hex = colour[0] === "#" ? colour : `#${channels.slice(0, 3).map((c) => Number(c).toString(16).padStart(2, "0")).join("")}`;
  return ON_PAPER[hex.toLowerCase()] ?? colour;
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
