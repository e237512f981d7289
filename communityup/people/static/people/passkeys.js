// Passkeys: makes one, or signs in with one. Forms marked data-passkey stay hidden where the browser cannot do it.
// webauthnJSON comes from the sign-in library (mfa/js/webauthn-json.js) and turns JSON into what browsers want.

const { webauthnJSON } = globalThis;

function options(form) {
  if (form.dataset.passkey === "enter") {
    return fetch(form.action, { headers: { Accept: "application/json" } }).then((answer) => {
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return answer.json();
    });
  }
  return Promise.resolve(JSON.parse(document.getElementById("passkey-options").textContent));
}

async function credential(form) {
  const data = await options(form);
  if (form.dataset.passkey !== "make") return webauthnJSON.get(data.request_options);
  const wanted = data.creation_options;
  // A key that can enter by itself, and asks a finger, face or PIN.
  Object.assign(wanted.publicKey.authenticatorSelection, {
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  });
  return webauthnJSON.create(wanted);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!webauthnJSON || !webauthnJSON.supported()) continue;
  form.hidden = false;
  for (const fallback of document.querySelectorAll("[data-passkey-missing]")) fallback.hidden = true;
  const problem = form.querySelector("[data-passkey-problem]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await credential(form));
      form.submit();
    } catch {
      problem.hidden = false;
    }
  });
}
