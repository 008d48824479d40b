// What Streamlit cannot be told from Python. Loaded by components/views/frame.py with every page, and run once.

// The back button: Streamlit opens a page without its state and then adds the state to the address as a second entry of
// the history. Both are one step for the reader, so the second replaces the first.
(() => {
  if (window.monitorHistory) return;
  window.monitorHistory = true;
  const push = history.pushState.bind(history);
  history.pushState = (state, title, address) => {
    const wanted = new URL(address, location.href);
    const completes = wanted.pathname === location.pathname && !location.search;
    return completes ? history.replaceState(state, title, address) : push(state, title, address);
  };
})();

// The language: Streamlit's own texts have no translation. This gives the page its language and those texts their
// Japanese words. Only whole texts of the list below are replaced; data are never touched.
(() => {
  document.documentElement.lang = "ja";
  if (window.monitorSpeaksJapanese) return;
  window.monitorSpeaksJapanese = true;

  const WORDS = {
    "Skip to main content": "本文へ移動",
    "Scroll tabs left": "左の見出しへ",
    "Scroll tabs right": "右の見出しへ",
    "Sidebar": "サイドバー",
    "App pages": "画面の一覧",
    "Expand sidebar": "サイドバーを開く",
    "Collapse sidebar": "サイドバーを閉じる",
    "Navigate to home page": "概要へ",
    "Logo": "地域共生モニター",
    "Open": "開く",
    "Link to heading": "見出しへのリンク",
    "Show/hide columns": "列の表示・非表示",
    "Search": "表の中を検索",
    "Type to search": "検索することば",
    "Fullscreen": "全画面で表示",
    "Close fullscreen": "全画面を終える",
    "Dataframe column menu": "列のメニュー",
    "Sort ascending": "昇順に並べ替え",
    "Sort descending": "降順に並べ替え",
    "Statistics": "統計",
    "Format": "表示形式",
    "Autosize": "幅を合わせる",
    "Pin column": "列を固定",
    "Unpin column": "固定を解除",
    "Hide column": "列を隠す",
    "Copy column name": "列名をコピー",
    "No results": "該当なし",
    "Select all": "すべて選ぶ",
    "Clear all": "すべて消す",
    "Clear value": "消す",
    "Dismiss": "閉じる",
    "Close": "閉じる",
    "Delete": "削除",
    "Upload": "ファイルを選ぶ",
    "Uploaded": "受け取りました",
    "Uploading...": "送信中…",
    "file upload": "ファイルの受付",
    "add icon": "追加",
    "Add files": "ファイルを追加",
    "Remove file": "ファイルを外す",
    "Drop files here": "ここにファイルを置いてください",
    "Drag and drop file here": "ここにファイルを置いてください",
    "Drag and drop files here": "ここにファイルを置いてください",
    "Running...": "処理中…",
    "Stop": "中止",
    "Connecting": "接続中",
    "Connection error": "接続できません",
    "Connection timed out": "接続が時間切れになりました",
    "Page not found": "画面が見つかりません",
    "streamlit_folium.st_folium": "地図",
    "Empty": "なし",
    "Error": "誤り",
  };
  const SHAPES = [
    [/^(\d+) options? available\.?$/, "選択肢 $1件"],
    [/^You have requested page \/(.*), but no corresponding file was found.*$/s, "「$1」という画面はありません。概要を表示します。"],
    [/^The page that you have requested does not seem to exist.*$/s, "この住所の画面はありません。概要を表示します。"],
    [/^Remove (.+)$/, "$1を外す"],
    [/^Help for (.+)$/, "$1の説明"],
    [/^(\d+)MB per file.*$/, "1ファイル$1MBまで"],
    [/^Limit (\d+)MB per file.*$/, "1ファイル$1MBまで"],
    [/^(?:Error: )?AxiosError: .*413$/, "大きすぎるため受け取れませんでした"],
    [/^(?:Error: )?AxiosError: .*429$/, "短い間に送りすぎています。1分ほど待って、もう一度選んでください"],
    [/^(?:Error: )?AxiosError: .*$/, "受け取れませんでした。もう一度選んでください"],
    [/^(?:Error: )?File must be ([\d.]+)MB or smaller\.$/, "1ファイル$1MBまでです"],
  ];
  const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt"];

  const inJapanese = (text) => {
    const words = text.trim();
    if (!/[A-Za-z]/.test(words)) return null;
    if (Object.hasOwn(WORDS, words)) return WORDS[words];
    const shape = SHAPES.find(([pattern]) => pattern.test(words));
    return shape ? words.replace(...shape) : null;
  };
  const translateText = (node) => {
    const words = inJapanese(node.nodeValue ?? "");
    if (words !== null) node.nodeValue = words;
  };
  const translateElement = (element) => {
    for (const name of ATTRIBUTES) {
      const words = inJapanese(element.getAttribute(name) ?? "");
      if (words !== null) element.setAttribute(name, words);
    }
  };
  const translate = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return translateText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    translateElement(root);
    root.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join()).forEach(translateElement);
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) translateText(texts.currentNode);
  };

  translate(document.body);
  new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === "childList") record.addedNodes.forEach(translate);
      else if (record.type === "characterData") translateText(record.target);
      else translateElement(record.target);
    }
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
})();

// A cut connection: Streamlit goes on showing the page of before, with files that the server may have forgotten. Once connected
// again, the page is drawn anew: a press of the hidden button beside chosen files (components/views/filters.py).
(() => {
  if (window.monitorConnection) return;
  window.monitorConnection = true;
  let wasCut = false;
  new MutationObserver(() => {
    const isCut = document.querySelector("[data-test-connection-state]")?.dataset.testConnectionState !== "CONNECTED";
    if (wasCut && !isCut) document.querySelector(".st-key-after_cut button")?.click();
    wasCut = isCut;
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"] });
})();

// The contents line of a page: to a card, through the tab that it stands in. Opened notes close with Escape, as menus do.
(() => {
  if (window.monitorContents) return;
  window.monitorContents = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".km-contents a");
    if (!link) return;
    event.preventDefault();
    const named = (tab) => tab.textContent.trim() === link.textContent;
    const tab = [...document.querySelectorAll("[role=tab]")].find(named);
    tab?.click();
    const name = link.hash.slice(1);
    const card = tab?.closest("[role=tablist]") ?? document.querySelector(`.st-key-card_${name}, .st-key-${name}`);
    card?.scrollIntoView({ block: "start" });
    const heading = tab ?? card?.querySelector(".km-title");
    if (!tab) heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    const opened = event.key === "Escape" && document.querySelector(".km-about[open]");
    if (!opened) return;
    opened.open = false;
    opened.querySelector("summary").focus();
  });
})();

// Pictures of figures: the module that makes them is loaded at the first click, so that a page costs nothing more.
(() => {
  if (window.monitorPictures) return;
  window.monitorPictures = true;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-picture]");
    if (!button || button.getAttribute("aria-busy")) return;
    const { save } = await import(new URL(button.dataset.picture, document.baseURI)).catch((error) => ({ save: null, error }));
    if (save) return save(button);
    button.parentElement.querySelector("[role=status]").textContent = "画像を作る部品を読み込めません。画面を開き直してください。";
  });
})();

// Reading mode: the keys press its buttons (components/views/reading.py).
(() => {
  if (window.monitorReading) return;
  window.monitorReading = true;
  const BUTTONS = { ArrowLeft: "back", PageUp: "back", ArrowRight: "next", PageDown: "next", Escape: "end" };
  document.addEventListener("keydown", (event) => {
    const name = BUTTONS[event.key];
    if (!name || event.target.closest?.("input, textarea, [role=combobox]")) return;
    document.querySelector(`.st-key-reading .st-key-read_${name} button`)?.click();
  });
})();
