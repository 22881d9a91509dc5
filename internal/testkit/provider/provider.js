// A real provider for tests: node provider.js RETURN-ADDRESS SECRET prints its issuer.
// Whoever signs in as anna is anna@stadt.example; names with "fremd" have an
// address that is not verified, and "kollege" another domain.
import http from "node:http";
import Provider from "oidc-provider";

const server = http.createServer();
server.listen(0, "localhost", () => {
  const issuer = `http://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "forum", client_secret: process.argv[3], redirect_uris: [process.argv[2]] }],
    pkce: { required: () => true },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "ags", "gruppen"] },
    findAccount: (ctx, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        email: `${id}@${id.includes("kollege") ? "anderswo" : "stadt"}.example`,
        email_verified: !id.includes("fremd"),
        name: `${id[0].toUpperCase()}${id.slice(1)} Anderswo`,
        ags: "03241001",
        gruppen: id.includes("chef") ? ["forum-moderation"] : ["alle"],
      }),
    }),
  });
  provider.use(async (ctx, next) => { // its pages fetch a typeface from elsewhere, which may hang
    await next();
    if (typeof ctx.body === "string") ctx.body = ctx.body.replace(/@import url\([^)]*\);/, "");
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
