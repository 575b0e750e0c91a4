// Marks what is new in a discussion since the reader's last visit, and offers what is published
// while the page lies open. Nothing jumps: a link says how much there is, and leads to it.

const EVERY = 30_000;
// Of so many discussions a browser remembers how far they were read; of the oldest it forgets.
const MOST_KEPT = 200;
const KEPT = "discussions";

const discussion = document.querySelector("[data-newer]");
const { newer: address, thread } = discussion?.dataset ?? {};
const last = Number(discussion?.dataset.last);

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function keep() {
  const { [thread]: before, ...others } = kept();
  const newest = Object.entries(others).slice(1 - MOST_KEPT);
  try {
    localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries([...newest, [thread, Math.max(last, before ?? 0)]])));
  } catch {
    // A browser that keeps nothing marks nothing.
  }
}

const counted = (number, what) => `${number} new comment${number === 1 ? "" : "s"}${what}`;

function offer(place, words, href) {
  const said = discussion.querySelector(place);
  // The same words again would be read out again.
  if (said.textContent === words) return;
  said.replaceChildren(Object.assign(document.createElement("a"), { href, textContent: words }));
}

function markSince(seen) {
  const fresh = [...discussion.querySelectorAll(".comment[data-number]")].filter(
    (comment) => Number(comment.dataset.number) > seen,
  );
  for (const comment of fresh) {
    // Nothing takes room: the number is marked, and the name that is read out says so.
    comment.classList.add("comment--new");
    comment.setAttribute("aria-label", `${comment.getAttribute("aria-label")}, new`);
  }
  if (fresh.length) offer(".thread-since", counted(fresh.length, " on this page since your last visit"), `#${fresh[0].id}`);
}

async function look() {
  if (document.hidden) return;
  const answer = await fetch(`${address}?after=${last}`).catch(() => null);
  if (!answer?.ok) return;
  const { newer, first } = await answer.json();
  if (newer) offer(".thread-news", counted(newer, ""), first);
}

if (discussion) {
  const seen = kept()[thread];
  if (seen !== undefined) markSince(seen);
  keep();
  setInterval(look, EVERY);
  addEventListener("focus", look);
}
