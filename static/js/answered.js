/* The answer to a form is no page to come back to: Back and reload ask for the form anew, and nothing
   is sent twice. */

history.replaceState(null, "", location.href)
