/*
 * The map of municipalities, inside the frame of streamlit-folium.
 *
 * components/drawing/maps.py calls two functions: `prepare` once, which loads the polygons by URL, and `paint` at every change
 * of indicator. `paint` gets no geometry: one class or value per municipality, keyed by code
 * (components/drawing/maps.py), so a change costs a few kilobytes and neither reloads the map nor moves it.
 */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const PATTERN_SIZE = 8; // px
  const PATTERN_PATHS = {
    "/": "M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6",
    "|": "M4,0 V8",
    "x": "M0,0 L8,8 M8,0 L0,8",
    "-": "M0,4 H8",
    "+": "M4,0 V8 M0,4 H8",
    "\\": "M-2,6 L2,10 M0,0 L8,8 M6,-2 L10,2",
    ".": "M4,3 a1,1 0 1,0 .01,0 Z",
  };
  const PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 " +
    "石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 " +
    "岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
  ).split(" ");
  const SOUTHWEST = { north: 30.15, south: 23.9, west: 122.7, east: 131.6 };
  const FINE_ZOOM = 7; // from here on the map of all Japan shows the finer polygons of the prefectures in sight
  const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%()*+,-"; // as in maps.py
  const THOUSAND = 1000;
  const MISSING_JA = "境界のファイルを読み込めません。サーバーで make setup を実行してから、開き直してください。";
  const KEYBOARD_JA = "市町村の地図。矢印キーで市町村を選び、Enter キーでカルテを開きます。Esc キーで選ぶのをやめます";
  const WHEEL_HINT = "Ctrl キーを押しながらホイールを回すと拡大・縮小します";

  function median(numbers) {
    const sorted = [...numbers].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  }

  /**
   * Returns the bounds that hold the mainland of a prefecture. Remote islands (小笠原村 lies 1,000 km from 東京) would
   * shrink everything else to a dot: what lies more than twice as far out as four fifths of the municipalities do is
   * left for panning.
   */
  function mainlandBounds(layers) {
    const centres = layers.map((layer) => layer.getBounds().getCenter());
    const lat = median(centres.map((centre) => centre.lat));
    const lng = median(centres.map((centre) => centre.lng));
    const shrink = Math.cos((lat * Math.PI) / 180);
    const distances = centres.map((centre) => Math.hypot(centre.lat - lat, (centre.lng - lng) * shrink));
    const reach = 2 * [...distances].sort((a, b) => a - b)[Math.floor(distances.length * 0.8)];
    const bounds = L.latLngBounds([]);
    layers.forEach((layer, i) => distances[i] <= reach && bounds.extend(layer.getBounds()));
    return bounds;
  }

  /** Returns where an island south of Kyushu is drawn, and for every other municipality nothing. */
  function southwestMove(map, layer, view) {
    const { lat, lng } = layer.getBounds().getCenter();
    return view && lat < SOUTHWEST.north && lng < SOUTHWEST.east ? mover(map, view) : null;
  }

  /** Returns a function that moves places from their true position into the frame at the upper left of the view. */
  function mover(map, view) {
    const zoom = 8;
    const offset = map
      .project([view[1][0] - 0.1, view[0][1] + 0.1], zoom)
      .subtract(map.project([SOUTHWEST.north, SOUTHWEST.west], zoom));
    const move = (place) =>
      Array.isArray(place) ? place.map(move) : map.unproject(map.project(place, zoom).add(offset), zoom);
    return move;
  }

  /**
   * Moves the islands south of Kyushu (沖縄県, 奄美群島) into a frame at the upper left, as Japanese atlases do: at their
   * true place they would shrink the rest of the country by a third.
   */
  function frameSouthwest(map, layers, view) {
    const move = mover(map, view);
    for (const layer of layers) {
      layer.move = southwestMove(map, layer, view);
      if (layer.move) layer.setLatLngs(layer.move(layer.getLatLngs()));
    }
    const { north, south, west, east } = SOUTHWEST;
    const corners = [[north, east], [south, east], [south, west]].map(([lat, lng]) => move(L.latLng(lat, lng)));
    L.polyline(corners, { className: "southwest-frame", interactive: false }).addTo(map);
    const icon = L.divIcon({ className: "southwest-label", html: "沖縄県・奄美群島<br>（位置を移して表示）", iconSize: [140, 32] });
    L.marker(move(L.latLng(28.9, 125.6)), { icon, interactive: false, keyboard: false }).addTo(map);
  }

  /**
   * Gives the municipalities in sight their finer polygons when the map of all Japan is zoomed in, one file per
   * prefecture and only once. Colours, tooltips and clicks stay, because the layers stay.
   */
  function refineOnZoom(map, layers, folder) {
    const byCode = new Map(layers.map((layer) => [layer.feature.properties.code, layer]));
    const asked = new Set();
    const refine = async (prefecture) => {
      asked.add(prefecture);
      const answer = await fetch(`${folder}${prefecture}.geojson`);
      if (!answer.ok) return;
      for (const { properties, geometry } of (await answer.json()).features) {
        const layer = byCode.get(properties.code);
        if (!layer) continue;
        const places = L.GeoJSON.coordsToLatLngs(geometry.coordinates, geometry.type === "Polygon" ? 1 : 2);
        layer.setLatLngs(layer.move ? layer.move(places) : places);
      }
    };
    map.on("moveend", () => {
      if (map.getZoom() < FINE_ZOOM) return;
      const sight = map.getBounds();
      const wanted = layers
        .filter((layer) => layer.getBounds().intersects(sight))
        .map((layer) => layer.feature.properties.code.slice(0, 2));
      for (const prefecture of new Set(wanted)) {
        if (PREFECTURES[Number(prefecture) - 1] && !asked.has(prefecture)) refine(prefecture);
      }
    });
  }

  /** Adds the buttons, in Japanese, and one that returns to the opening view. */
  function addControls(map, bounds, credit) {
    L.control.zoom({ position: "topright", zoomInTitle: "拡大", zoomOutTitle: "縮小" }).addTo(map);
    const Home = L.Control.extend({
      options: { position: "topright" },
      onAdd() {
        const bar = L.DomUtil.create("div", "leaflet-bar");
        const button = L.DomUtil.create("a", "", bar);
        Object.assign(button, { href: "#", title: "全体を表示", textContent: "全体", role: "button" });
        L.DomEvent.disableClickPropagation(bar);
        L.DomEvent.on(button, "click", (event) => {
          L.DomEvent.stop(event);
          map.fitBounds(bounds);
        });
        return bar;
      },
    });
    new Home().addTo(map);
    map.attributionControl.setPrefix(false).addAttribution(escaped(credit));
  }

  /** Keeps borders thin where municipalities are small; one property for all of them, read by the style sheet. */
  function scaleBorders(map) {
    const update = () => {
      const width = Math.min(1.2, 0.2 + 0.2 * Math.max(0, map.getZoom() - 4.5));
      map.getContainer().style.setProperty("--border", width);
    };
    map.on("zoomend", update);
    update();
  }

  /** Wheel and one finger scroll the page, as they do everywhere else; Ctrl + wheel and two fingers move the map. */
  function leaveScrollingToThePage(map) {
    if (window.matchMedia("(pointer: coarse)").matches) map.dragging.disable();
    const container = map.getContainer();
    const hint = L.DomUtil.create("div", "wheel-hint", container);
    hint.textContent = WHEEL_HINT;
    let timer = 0;
    container.addEventListener(
      "wheel",
      (event) => {
        map.scrollWheelZoom[event.ctrlKey ? "enable" : "disable"]();
        hint.classList.toggle("shown", !event.ctrlKey);
        clearTimeout(timer);
        timer = setTimeout(() => hint.classList.remove("shown"), 1200);
      },
      { capture: true, passive: true },
    );
  }

  /**
   * The map by keyboard: arrows go to the next municipality in that direction, Enter opens its page as a click does, Escape
   * lets go. Its name and value are shown and, in a live region, read aloud. Leaflet's own keys would move the map instead.
   */
  function walkByKeyboard(map, layers) {
    const container = map.getContainer();
    const said = L.DomUtil.create("p", "said", container);
    said.setAttribute("role", "status");
    Object.assign(container, { tabIndex: 0, ariaLabel: KEYBOARD_JA, role: "application" });
    map.keyboard.disable();
    let chosen = null;
    const centreOf = (layer) => map.latLngToContainerPoint(layer.getBounds().getCenter());
    const letGo = () => {
      chosen?.getElement().classList.remove("chosen");
      chosen?.closeTooltip();
      chosen = null;
      said.textContent = "";
    };
    const choose = (layer) => {
      letGo();
      chosen = layer;
      const centre = layer.getBounds().getCenter();
      map.panInside(centre, { padding: [60, 60], animate: false });
      layer.bringToFront().openTooltip(centre);
      layer.getElement().classList.add("chosen");
      said.textContent = textOf(layer);
    };
    container.addEventListener("keydown", (event) => {
      const arrow = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
      if (event.target !== container || event.altKey || event.ctrlKey || event.metaKey) return;
      if (arrow) choose(chosen ? nextTown(centreOf(chosen), layers.filter((layer) => layer !== chosen), arrow, centreOf) ?? chosen : nearestTo(map, layers, centreOf));
      else if (event.key === "Escape" && chosen) letGo();
      else if ((event.key === "Enter" || event.key === " ") && chosen) chosen.fire("click", { latlng: chosen.getBounds().getCenter() });
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    container.addEventListener("blur", letGo);
  }

  /** Returns the municipality whose centre lies next in a direction; a way aside counts twice. */
  function nextTown(from, layers, [right, down], centreOf) {
    let best = null;
    let least = Infinity;
    for (const layer of layers) {
      const { x, y } = centreOf(layer);
      const ahead = (x - from.x) * right + (y - from.y) * down;
      const aside = Math.abs((x - from.x) * down) + Math.abs((y - from.y) * right);
      if (ahead > 0.5 && aside <= 3 * ahead && ahead + 2 * aside < least) [best, least] = [layer, ahead + 2 * aside];
    }
    return best;
  }

  /** Returns the municipality in the middle of what is in sight. */
  function nearestTo(map, layers, centreOf) {
    const middle = map.getSize().divideBy(2);
    const away = layers.map((layer) => centreOf(layer).distanceTo(middle));
    return layers[away.indexOf(Math.min(...away))];
  }

  /** Returns what the tooltip of a municipality says, without the code at its end. */
  function textOf(layer) {
    const words = document.createElement("p");
    words.innerHTML = String(layer.getTooltip()?.getContent() ?? "").replaceAll("<br>", "、");
    words.querySelector("[hidden]")?.remove();
    return words.textContent.trim();
  }

  /** Returns the polygons, not yet on the map: the first `paint` puts them there, so that each is drawn once only. */
  function loadPolygons(map, address) {
    const request = new XMLHttpRequest();
    request.open("GET", address, false);
    request.send();
    if (request.status !== 200) {
      const note = L.DomUtil.create("p", "polygons-missing", map.getContainer());
      note.textContent = MISSING_JA;
      return L.geoJSON();
    }
    return L.geoJSON(JSON.parse(request.responseText));
  }

  /**
   * Loads the polygons, fits the map to them and makes it ready for painting.
   *
   * @param {L.Map} map
   * @param {{folder: string, file: string, view?: number[][], credit: string}} options folder and file: address of the
   *     polygons, with a slash at the end, and name of the first file; view: south-west and north-east corner of Japan,
   *     or nothing for the mainland of the one prefecture that is drawn; credit: origin of the polygons.
   */
  function prepare(map, options) {
    Object.assign(document.documentElement, { lang: "ja" });
    document.title = "市町村の地図";
    map.municipalities = loadPolygons(map, `${options.folder}${options.file}.geojson`);
    const layers = map.municipalities.getLayers();
    if (!layers.length) return;
    const bounds = options.view ? L.latLngBounds(options.view) : mainlandBounds(layers);
    map.fitBounds(bounds, { animate: false });
    if (options.view) {
      frameSouthwest(map, layers, options.view);
      refineOnZoom(map, layers, options.folder);
    }
    addControls(map, bounds, options.credit);
    scaleBorders(map);
    leaveScrollingToThePage(map);
    walkByKeyboard(map, layers);
    map.municipalities.on("mouseover", (event) => event.propagatedFrom.bringToFront());
  }

  /** Draws one SVG pattern per class that has one; returns the fill of each class. */
  function drawFills(svg, styles) {
    svg.querySelector("defs")?.remove();
    const defs = svg.insertBefore(document.createElementNS(SVG, "defs"), svg.firstChild);
    return styles.map(([colour, pattern, ink], number) => {
      if (!pattern) return colour;
      const id = `class-${number}`;
      const mark = pattern === "." ? `fill="${ink}"` : `stroke="${ink}" stroke-width="0.7" fill="none"`;
      defs.insertAdjacentHTML(
        "beforeend",
        `<pattern id="${id}" width="${PATTERN_SIZE}" height="${PATTERN_SIZE}" patternUnits="userSpaceOnUse">` +
          `<rect width="${PATTERN_SIZE}" height="${PATTERN_SIZE}" fill="${colour}"/>` +
          `<path d="${PATTERN_PATHS[pattern]}" ${mark}/></pattern>`,
      );
      return `url(#${id})`;
    });
  }

  /** Returns the codes (first five digits) of packed steps: "(2s)" is a step of several digits, "+5" five steps of one. */
  function unpackedCodes(steps) {
    const codes = [];
    for (const step of steps.match(/\(\w+\)|\+\w|\w/g) ?? []) {
      const size = parseInt(step.replace(/[(+]/, ""), 36);
      for (let run = step[0] === "+" ? size : 1; run > 0; run -= 1) {
        codes.push((codes.at(-1) ?? 0) + (step[0] === "+" ? 1 : size));
      }
    }
    return codes;
  }

  /** Calls visit(code, number, index) for every municipality of a packed list; `all` are the codes on the map. */
  function eachPacked(list, width, all, visit) {
    if (!list) return;
    const except = list.codes[0] === "-" ? new Set(unpackedCodes(list.codes.slice(1))) : null;
    const codes = except ? all.filter((code) => !except.has(code)) : unpackedCodes(list.codes);
    if (codes.length * width !== list.marks.length) throw new Error("the boundaries do not hold the municipalities told of");
    codes.forEach((code, index) => visit(code, unpacked(list.marks, width, index), index));
  }

  /** Returns the number at one place of a packed text. */
  function unpacked(text, width, index) {
    let number = 0;
    for (const digit of text.slice(index * width, (index + 1) * width)) number = number * DIGITS.length + DIGITS.indexOf(digit);
    return number;
  }

  /** Returns one entry per municipality that is told anything: style, text of its value, group of its plan. */
  function unpack(data, all) {
    const entries = new Map();
    eachPacked(data.classed, 1, all, (code, style) => entries.set(code, { style, text: data.words[style] }));
    const digits = { minimumFractionDigits: data.decimals, maximumFractionDigits: data.decimals };
    const format = new Intl.NumberFormat("ja-JP", digits);
    eachPacked(data.numbered, 2, all, (code, packed, index) => {
      const number = data.isLarge ? (packed % THOUSAND) * 10 ** Math.floor(packed / THOUSAND) : packed / 10 ** data.decimals;
      const about = data.isLarge && packed >= THOUSAND ? "約" : "";
      const counted = data.counts ? `（${data.counter} ${unpacked(data.counts, data.countWidth, index)}件）` : "";
      entries.set(code, {
        style: data.edges.filter((edge) => number >= edge).length,
        text: `${about}${format.format(number)} ${data.unit}${counted}`,
      });
    });
    eachPacked(data.plans, 1, all, (code, group) => entries.set(code, { ...restOf(data), ...entries.get(code), group }));
    return entries;
  }

  /** Returns what is true of every municipality that nothing is told about. */
  function restOf(data) {
    return { style: data.rest, text: data.words[data.rest] };
  }

  /** Text shown on hovering; its last, hidden word is the code that Python reads when the municipality is clicked. */
  function describe(properties, entry, data) {
    const lines = data.indicator ? [`${data.indicator}: <b>${entry.text}</b>`] : [];
    lines.push(data.groups[entry.group ?? data.groups.length - 1]);
    const prefecture = PREFECTURES[Number(properties.code.slice(0, 2)) - 1] ?? "見本県";
    return (
      `${prefecture} <b class="name">${escaped(properties.name)}</b><br>` +
      `${lines.join("<br>")}<i hidden> ${properties.code}</i>`
    );
  }

  function escaped(text) {
    const span = document.createElement("span");
    span.textContent = text;
    return span.innerHTML;
  }

  /**
   * Colours every municipality and renews its tooltip.
   *
   * @param {L.Map} map
   * @param {object} data what components/drawing/maps.py packs: styles (colour, pattern, ink) and words of the classes,
   *     groups (the last is "no plan"), indicator, lines (colours of borders and ground), rest (class of those not told of),
   *     classed (class), plans (programme group) and, for an indicator in numbers, numbered (two characters each) with
   *     unit, decimals, edges, isLarge, and counter, counts and countWidth where cases stand behind a number.
   */
  function paint(map, data) {
    const layers = map.municipalities.getLayers();
    if (!layers.length) return;
    map.getContainer().style.setProperty("--text", data.lines.record);
    map.getContainer().style.setProperty("--ground", data.lines.ground);
    const fills = drawFills(map.getRenderer(layers[0])._container, data.styles);
    const codes = layers.map((layer) => Math.floor(Number(layer.feature.properties.code) / 10)).filter(Boolean);
    const entries = unpack(data, codes.sort((a, b) => a - b));
    for (const layer of layers) {
      const properties = layer.feature.properties;
      const code = Number(properties.code);
      const entry = entries.get(Math.floor(code / 10)) ?? restOf(data);
      layer.hasRecord = entry.group !== undefined; // a stage may be known without one
      const isMunicipality = Number.isInteger(code); // 北方領土 has a polygon, but no code in the registry
      layer.setStyle({
        fillColor: isMunicipality ? fills[entry.style] : data.lines.outside,
        fillOpacity: 1,
        color: layer.hasRecord ? data.lines.record : data.lines.other,
        opacity: 1,
      });
      const text = isMunicipality ? describe(properties, entry, data) : `${escaped(properties.name)}（集計の対象外）`;
      if (layer.getTooltip()) layer.setTooltipContent(text);
      else layer.bindTooltip(text, { sticky: true });
    }
    map.municipalities.addTo(map); // the first time
    for (const layer of layers) {
      layer.getElement().classList.toggle("has-record", layer.hasRecord);
      layer.getElement().removeAttribute("tabindex"); // one stop for the whole map: arrows lead on (walkByKeyboard)
      if (layer.hasRecord) layer.bringToFront();
    }
  }

  window.municipalMap = { prepare, paint };
})();
