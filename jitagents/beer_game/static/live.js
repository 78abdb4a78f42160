"use strict";
// Pages are rendered by the server. This script replaces the part that changes when the server tells that its key is
// another one (a websocket, or a question every two seconds where there is none), and sends orders until they are taken.
(() => {
  const live = document.getElementById("live");
  if (!live) return;
  const lost = document.getElementById("lost");
  const PAUSE = 2000;
  const sending = new WeakSet();
  let loading = false, again = false, deadline = null, socket = null;

  const part = () => document.getElementById("part");
  const later = (act, wait) => setTimeout(act, wait);
  const offline = (is) => { lost.hidden = !is; };

  async function load() {
    if (loading) { again = true; return; }
    loading = true;
    try {
      const answer = await fetch(live.dataset.part, { credentials: "same-origin" });
      if (answer.status === 403) { location.assign("/"); return; }
      if (!answer.ok) throw new Error(answer.status);
      put(await answer.text());
      offline(false);
    } catch (error) {
      offline(true);
      later(load, PAUSE);
    } finally {
      loading = false;
      if (again) { again = false; load(); }
    }
  }

  function put(html) {
    const typed = document.getElementById("cases"), beliefs = live.querySelector(".beliefs");
    const kept = typed && { week: typed.form.elements.week.value, value: typed.value, focus: document.activeElement === typed };
    const believed = beliefs ? new FormData(beliefs) : [], entering = beliefs?.contains(document.activeElement) && document.activeElement.name;
    const open = live.querySelector("details[open]") !== null;
    live.innerHTML = html;
    const field = document.getElementById("cases");
    if (field && kept && field.form.elements.week.value === kept.week) field.value = kept.value;
    if (field && !field.disabled && (!kept || kept.focus)) field.focus({ preventScroll: true });
    const form = live.querySelector(".beliefs");
    if (form) {
      for (const [name, value] of believed) if (name !== "_xsrf" && form.elements[name]) form.elements[name].value = value;
      if (entering) form.elements[entering]?.focus({ preventScroll: true });
    }
    if (open) live.querySelector("details")?.setAttribute("open", "");
    begin();
  }

  function begin() {
    const left = part()?.dataset.left;
    deadline = left === undefined ? null : Date.now() + 1000 * Number(left);
    count();
  }

  function count() {
    const shown = document.getElementById("left");
    if (shown) shown.textContent = deadline === null ? "" : `${Math.max(0, Math.ceil((deadline - Date.now()) / 1000))} s`;
  }

  function hear(status) {
    offline(false);
    const now = part();
    if (!now || now.dataset.key !== status.key) { load(); return; }
    const waiting = document.getElementById("waiting");
    if (waiting) waiting.textContent = status.waiting.length
      ? `${waiting.dataset.said} ${status.waiting.map((name) => waiting.dataset[name]).join(", ")}` : "";
  }

  async function ask() {
    if (socket && socket.readyState === WebSocket.OPEN) return;
    try {
      const answer = await fetch(live.dataset.status, { credentials: "same-origin" });
      if (answer.status === 403) { location.assign("/"); return; }
      hear(await answer.json());
    } catch (error) { offline(true); }
  }

  function connect() {
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${live.dataset.news}`);
    socket.onmessage = (event) => hear(JSON.parse(event.data));
    socket.onclose = () => later(connect, PAUSE);
  }

  async function send(form) {
    const fault = document.getElementById("fault"), button = form.querySelector("button");
    button.disabled = true;
    const body = new URLSearchParams(new FormData(form));
    for (;;) {
      try {
        const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
        if (answer.status === 403) { location.reload(); return; }
        if (!answer.ok && answer.status !== 409) throw new Error(answer.status);
        const said = await answer.json();
        await load();
        const shown = document.getElementById("fault");
        shown.hidden = !said.fault;
        shown.textContent = said.fault ?? "";
        return;
      } catch (error) {
        fault.hidden = false;
        fault.textContent = live.dataset.unsent;
        await new Promise((done) => later(done, PAUSE));
      }
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.hasAttribute("data-send")) return;
    event.preventDefault();
    if (sending.has(event.target)) return;
    sending.add(event.target);
    send(event.target).finally(() => sending.delete(event.target));
  });
  begin();
  connect();
  setInterval(ask, PAUSE);
  setInterval(count, 500);
})();
