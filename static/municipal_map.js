/*
 * The map of municipalities, inside the frame of streamlit-folium.
 *
 * components/maps.py calls two functions: `prepare` once, when the frame has loaded the polygons by URL, and `paint`
 * at every change of indicator. `paint` gets no geometry: one class, one group and one value per municipality, keyed
 * by code, so a change costs a few kilobytes and neither reloads the map nor moves it.
 */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const PATTERN_SIZE = 8; // px
  const PATTERN_PATHS = {
    "/": "M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6",
    "|": "M4,0 V8",
    "x": "M0,0 L8,8 M8,0 L0,8",
    ".": "M4,3 a1,1 0 1,0 .01,0 Z",
  };
  const PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 " +
    "石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 " +
    "岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
  ).split(" ");
  const SOUTHWEST = { north: 30.15, south: 23.9, west: 122.7, east: 131.6 };
  const WHEEL_HINT = "Ctrl キーを押しながらホイールを回すと拡大・縮小します";

  /** Calls visit(layer, properties) for every municipality on the map. */
  function eachMunicipality(map, visit) {
    map.eachLayer((layer) => {
      if (layer.feature && layer.setStyle) visit(layer, layer.feature.properties);
    });
  }

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

  /**
   * Moves the islands south of Kyushu (沖縄県, 奄美群島) into a frame at the upper left, as Japanese atlases do: at their
   * true place they would shrink the rest of the country by a third.
   */
  function frameSouthwest(map, layers, view) {
    const zoom = 8;
    const offset = map
      .project([view[1][0] - 0.1, view[0][1] + 0.1], zoom)
      .subtract(map.project([SOUTHWEST.north, SOUTHWEST.west], zoom));
    const move = (place) =>
      Array.isArray(place) ? place.map(move) : map.unproject(map.project(place, zoom).add(offset), zoom);
    for (const layer of layers) {
      const { lat, lng } = layer.getBounds().getCenter();
      if (lat < SOUTHWEST.north && lng < SOUTHWEST.east) layer.setLatLngs(move(layer.getLatLngs()));
    }
    const { north, south, west, east } = SOUTHWEST;
    const corners = [[north, east], [south, east], [south, west]].map(([lat, lng]) => move(L.latLng(lat, lng)));
    L.polyline(corners, { className: "southwest-frame", interactive: false }).addTo(map);
    const icon = L.divIcon({ className: "southwest-label", html: "沖縄県・奄美群島<br>（位置を移して表示）", iconSize: [140, 32] });
    L.marker(move(L.latLng(28.9, 125.6)), { icon, interactive: false, keyboard: false }).addTo(map);
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
    map.attributionControl.setPrefix(false).addAttribution(credit);
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
   * Fits the freshly loaded map to its municipalities and makes it ready for painting.
   *
   * @param {L.Map} map
   * @param {{view: number[][] | null, credit: string}} options view: south-west and north-east corner of Japan, or
   *     null for the mainland of the one prefecture that is drawn; credit: origin of the polygons.
   */
  function prepare(map, options) {
    const layers = [];
    eachMunicipality(map, (layer) => layers.push(layer));
    const bounds = options.view ? L.latLngBounds(options.view) : mainlandBounds(layers);
    if (options.view) frameSouthwest(map, layers, options.view);
    map.fitBounds(bounds, { animate: false });
    addControls(map, bounds, options.credit);
    scaleBorders(map);
    leaveScrollingToThePage(map);
    layers.forEach((layer) => layer.on("mouseover", () => layer.bringToFront()));
  }

  /** Draws one SVG pattern per class that has one; returns the fill of each class. */
  function drawFills(map, styles) {
    const svg = map.getPane("overlayPane").querySelector("svg");
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

  /** Unpacks the columns into one entry per municipality, keyed by the first five digits of its code. */
  function unpack(data) {
    const steps = data.steps.match(/\w|\(\w+\)/g) ?? [];
    const values = data.values.split(",");
    const entries = new Map();
    let code = 0;
    steps.forEach((step, i) => {
      code += parseInt(step.replace("(", ""), 36);
      const kind = parseInt(data.kinds[i], 36);
      const value = values[i] ? (parseInt(values[i], 36) / 10 ** data.decimals).toFixed(data.decimals) : null;
      entries.set(code, { style: Math.floor(kind / data.groups.length), group: kind % data.groups.length, value });
    });
    return entries;
  }

  /** Text shown on hovering; its last, hidden word is the code that Python reads when the municipality is clicked. */
  function describe(properties, entry, data) {
    const value = entry.value === null ? data.words[entry.style] : `${entry.value} ${data.unit}`;
    const lines = data.indicator ? [`${data.indicator}: <b>${value}</b>`] : [];
    lines.push(data.groups[entry.group]);
    return (
      `${PREFECTURES[Number(properties.code.slice(0, 2)) - 1] ?? "見本県"} <b class="name">${properties.name}</b><br>` +
      `${lines.join("<br>")}<i hidden> ${properties.code}</i>`
    );
  }

  /**
   * Colours every municipality and renews its tooltip.
   *
   * @param {L.Map} map
   * @param {object} data what components/maps.py packs: styles (colour, pattern, ink of each class; the last is "no
   *     record"), words of the classes, groups (the last is "no record"), indicator, unit, decimals, lines (colours of
   *     borders), and one entry per municipality with a record in steps (code minus the code before), kinds (class ×
   *     number of groups + group) and values, all in base 36.
   */
  function paint(map, data) {
    map.getContainer().style.setProperty("--text", data.lines.record);
    const fills = drawFills(map, data.styles);
    const entries = unpack(data);
    const noRecord = { style: data.styles.length - 1, group: data.groups.length - 1, value: null };
    eachMunicipality(map, (layer, properties) => {
      const code = Number(properties.code);
      const entry = entries.get(Math.floor(code / 10)) ?? noRecord;
      const hasRecord = entry.group !== noRecord.group; // a stage may be known without one
      const isMunicipality = Number.isInteger(code); // 北方領土 has a polygon, but no code in the registry
      layer.setStyle({
        fillColor: isMunicipality ? fills[entry.style] : data.lines.outside,
        fillOpacity: 1,
        color: hasRecord ? data.lines.record : data.lines.other,
        opacity: 1,
      });
      layer.getElement().classList.toggle("has-record", hasRecord);
      if (hasRecord) layer.bringToFront();
      const text = isMunicipality ? describe(properties, entry, data) : `${properties.name}（集計の対象外）`;
      if (layer.getTooltip()) layer.setTooltipContent(text);
      else layer.bindTooltip(text, { sticky: true });
    });
  }

  window.municipalMap = { prepare, paint };
})();
