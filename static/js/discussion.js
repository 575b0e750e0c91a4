// Opens the comment form where the reader stands, unfolds branches, recommends with one click and
// marks what is the reader's own. Without it, or when anything fails, each link leads to its page.

const isPlain = (event) =>
  !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

async function fetchFragment(href, selector, options = {}) {
  const address = new URL(href, location.href);
  address.searchParams.set("fragment", "1");
  const response = await fetch(address, { headers: { Accept: "text/html" }, ...options });
  if (!response.ok || response.redirected) throw new Error(`it answered ${response.status}`);
  return parsed(await response.text(), selector);
}

function parsed(html, selector) {
  return document.adoptNode(new DOMParser().parseFromString(html, "text/html").querySelector(selector));
}

// The form

async function openForm(link) {
  const form = await fetchFragment(link.href, "form.comment-form");
  const open = document.querySelector("form.comment-form");
  if (open) {
    for (const name of ["author_name", "email", "body"]) {
      if (form.elements[name] && open.elements[name]) form.elements[name].value = open.elements[name].value;
    }
    open.remove();
  }
  link.closest(".write, .thread > li").append(form);
  // Staff are asked for no name.
  const { author_name: name, body } = form.elements;
  (name && !name.value ? name : body).focus();
}

// Branches

function branchBefore(item) {
  const replies = [];
  for (let one = item.previousElementSibling; one && !one.matches(".indent-0"); one = one.previousElementSibling) {
    replies.push(one);
  }
  return replies;
}

async function showMore(link) {
  const list = await fetchFragment(link.href, "ol.thread");
  const more = link.closest("li");
  // The first page of a branch brings those again that are shown already.
  if (!new URL(link.href).searchParams.has("page")) {
    for (const reply of branchBefore(more)) if (!reply.querySelector("form")) reply.remove();
  }
  const [first] = list.children;
  more.replaceWith(...list.children);
  showMine();
  const focus = first?.querySelector("a");
  focus?.focus();
}

// Recommending

function showRecommended(link, count, given) {
  link.querySelector(".comment-recommended").textContent = count || "";
  link.classList.toggle("is-given", given);
  link.firstChild.data = given ? "Recommended " : "Recommend ";
  const words = link.getAttribute("aria-label").replace(/, .*recommended.*$/, "");
  link.setAttribute("aria-label", `${words}${given ? ", you recommended it" : ""}${count ? `, recommended by ${count}` : ""}`);
}

async function recommend(link) {
  const form = await fetchFragment(link.href, "form.recommend");
  if (!form.elements.on) throw new Error("it is the reader's own");
  const body = new FormData(form);
  const after = await fetchFragment(link.href, "form.recommend", { method: "POST", body });
  showRecommended(link, Number(after.dataset.count), Boolean(after.dataset.given));
}

// What is the reader's own

let own;

function ownActs(foot, { minutes, edit, withdraw }) {
  foot.querySelectorAll(".comment-recommend, .comment-quiet, .is-own").forEach((link) => link.remove());
  const acts = [[withdraw, "Withdraw…"]];
  if (minutes) acts.unshift([edit, `Change (${minutes} min left)`]);
  for (const [href, words] of acts) {
    const link = Object.assign(document.createElement("a"), { href, textContent: words, className: "is-own" });
    foot.append(link);
  }
}

function fold(comment) {
  if (comment.classList.contains("comment--muted")) return;
  const note = Object.assign(document.createElement("p"), { className: "comment-muted", textContent: "You muted this reader. " });
  const show = Object.assign(document.createElement("button"), { type: "button", textContent: "Show" });
  show.setAttribute("aria-label", `Show comment ${comment.querySelector(".comment-number").textContent} of a reader you muted`);
  show.addEventListener("click", () => {
    note.remove();
    comment.classList.add("is-shown");
  });
  note.append(show);
  comment.prepend(note);
  comment.classList.add("comment--muted");
}

function placeHeld({ id, answers, html }) {
  if (document.getElementById(`comment-${id}`)) return;
  const list = document.querySelector("#comments ol.thread");
  const parent = answers && document.getElementById(`comment-${answers}`)?.closest("li");
  const isOneBranch = document.getElementById("comments").hasAttribute("data-one-branch");
  if (!parent && (answers || isOneBranch)) return;
  const held = parsed(html, "li");
  if (parent) parent.after(held);
  else if (list) list.append(held);
  else document.querySelector("#comments .empty")?.replaceWith(inList(held));
}

function inList(item) {
  const list = Object.assign(document.createElement("ol"), { className: "thread" });
  list.setAttribute("role", "list");
  list.append(item);
  return list;
}

function showMine() {
  if (!own) return;
  for (const one of own.own ?? []) {
    const foot = document.querySelector(`#comment-${one.id} .comment-foot`);
    if (foot) ownActs(foot, one);
  }
  for (const id of own.recommended ?? []) {
    const link = document.querySelector(`#comment-${id} .comment-recommend`);
    if (link) showRecommended(link, Number(link.querySelector(".comment-recommended").textContent), true);
  }
  for (const id of own.muted ?? []) {
    const comment = document.getElementById(`comment-${id}`);
    if (comment) fold(comment);
  }
  for (const held of own.held ?? []) placeHeld(held);
}

async function askMine() {
  const address = document.getElementById("comments")?.dataset.mine;
  if (!address || !document.cookie.includes("has_commented=1")) return;
  const response = await fetch(address);
  if (!response.ok) return;
  own = await response.json();
  showMine();
}

const ACTS = { "a[data-opens-form]": openForm, "a[data-shows-more]": showMore, "a[data-recommends]": recommend };

document.addEventListener("click", async (event) => {
  const found = isPlain(event) && Object.entries(ACTS).find(([selector]) => event.target.closest(selector));
  if (!found) return;
  const [selector, act] = found;
  const link = event.target.closest(selector);
  event.preventDefault();
  if (link.getAttribute("aria-busy")) return;
  link.setAttribute("aria-busy", "true");
  try {
    await act(link);
  } catch {
    location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
});

askMine();
