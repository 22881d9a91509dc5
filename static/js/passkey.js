// Passkeys: a form with data-passkey asks the device instead of being typed
// into. data-options is where the challenge comes from; the answer travels as
// an ordinary field, so that the server answers with an ordinary page. Without
// this script, or without passkeys, the forms stay hidden.

const supported = window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;
let waiting = null; // a request that only offers passkeys beside the address field

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!supported) break;
  form.hidden = false;
  form.closest("main").querySelector("[data-passkey-otherwise]")?.remove();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    waiting?.abort();
    ask(form);
  });
  if (form.dataset.autofill !== undefined) offer(form);
}

// options fetches the challenge.
async function options(form) {
  const response = await fetch(form.dataset.options, { method: "POST", headers: { Accept: "application/json" } });
  if (response.redirected) {
    location.assign(response.url); // to confirm first who is there
    return null;
  }
  if (!response.ok) {
    throw new Error(response.status === 429
      ? "Das waren zu viele Versuche. Bitte warten Sie einige Minuten."
      : "Das Forum hat die Anfrage nicht angenommen. Bitte laden Sie die Seite neu.");
  }
  return response.json();
}

async function ask(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  try {
    const json = await options(form);
    if (!json) return;
    const credential = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) });
    send(form, credential);
  } catch (error) {
    problem.querySelector(".kern-alert__body p").textContent = sentence(error);
    problem.hidden = false;
  }
}

// offer lets the browser show passkeys beside the address field, where it can.
async function offer(form) {
  if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
  waiting = new AbortController();
  try {
    const json = await options(form);
    const credential = await navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json), mediation: "conditional", signal: waiting.signal,
    });
    send(form, credential);
  } catch {
    // Nobody asked for it, so nobody is told; the button still works.
  }
}

function send(form, credential) {
  form.elements.antwort.value = JSON.stringify(credential.toJSON());
  form.submit();
}

function sentence(error) {
  switch (error.name) {
    case "NotAllowedError":
      return "Der Vorgang wurde abgebrochen oder hat zu lange gedauert. Bitte versuchen Sie es noch einmal.";
    case "InvalidStateError":
      return "Auf diesem Gerät gibt es schon einen Passkey für Ihr Konto.";
    case "Error":
      return error.message;
  }
  return "Ihr Gerät konnte den Passkey nicht verwenden. Bitte versuchen Sie es noch einmal.";
}
