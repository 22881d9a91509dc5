package markdown

import (
	"strings"
	"testing"
)

// payloads try to bring script, foreign pictures or disguised addresses into a
// page, by every construct that Markdown has.
var payloads = []string{
	// Raw HTML.
	`<script>alert(1)</script>`,
	`<img src=x onerror=alert(1)>`,
	`<svg/onload=alert(1)>`,
	`<svg><style><img src=x onerror=alert(1)></style></svg>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`<iframe src="javascript:alert(1)"></iframe>`,
	`<a href="javascript:alert(1)">a</a>`,
	`<form action=//evil.example><button>a</button></form>`,
	`<base href="//evil.example/">`,
	`<style>@import '//evil.example/a.css';</style>`,
	`<!--><img src=x onerror=alert(1)>-->`,
	`<![CDATA[<script>alert(1)</script>]]>`,
	`<?php echo 1 ?><script>alert(1)</script>`,
	"<div\nonclick=alert(1)\n>a</div>",
	"<scr\x00ipt>alert(1)</scr\x00ipt>",
	"&lt;script&gt;alert(1)&lt;/script&gt;",
	"&#60;img src=x onerror=alert(1)&#62;",
	`\<script>alert(1)\</script>`,
	// Addresses of links.
	`[a](javascript:alert(1))`,
	`[a](JaVaScRiPt:alert(1))`,
	`[a](  javascript:alert(1))`,
	`[a](<java	script:alert(1)>)`,
	"[a](<java\nscript:alert(1)>)",
	`[a](java&#9;script:alert(1))`,
	`[a](java&Tab;script:alert(1))`,
	`[a](java&NewLine;script:alert(1))`,
	`[a](&#x6A;avascript:alert(1))`,
	`[a](javascript&colon;alert(1))`,
	`[a](javascript&#58;alert&lpar;1&rpar;)`,
	`[a](&#1;javascript:alert(1))`,
	`[a](%6aavascript:alert(1))`,
	`[a](javascript%3Aalert(1))`,
	`[a](\javascript:alert(1))`,
	`[a](javascript://example.de/%0aalert(1))`,
	`[a](vbscript:msgbox(1))`,
	`[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)`,
	`[a](data:image/svg+xml,<svg onload=alert(1)>)`,
	`[a](file:///etc/passwd)`,
	`[a](blob:https://example.de/1)`,
	`[a](view-source:javascript:alert(1))`,
	`[a](feed:javascript:alert(1))`,
	`[a](ms-word:ofe|u|https://example.de/a.docx)`,
	`[a](intent://example.de#Intent;scheme=javascript;end)`,
	`[a](//evil.example)`,
	`[a](/\evil.example)`,
	`[a](\\\\evil.example)`,
	`[a](/&#92;evil.example)`,
	`[a](/&Tab;/evil.example)`,
	`[a](///evil.example)`,
	`[a](/%09/evil.example)`,
	`[a](https:evil.example)`,
	`[a](https:/\evil.example)`,
	`[a](https:///evil.example)`,
	`[a](https://bund.de@evil.example/)`,
	`[a](https://bund.de%2F@evil.example/)`,
	`[a](https://bund.de\@evil.example/)`,
	`[a](https://evil.example%00.bund.de/)`,
	`[a](https://ev%69l.example/)`,
	`[a](https://[::1]/)`,
	`[a](http://evil.example:80:81/)`,
	"[a](https://b\u202Eed.dnu)",
	"[a](https://bund\uFF0Ede/)",
	"[a](https://evil.example\u2044bund.de/)",
	`[a](mailto:a@b.de?cc=c@d.de&attach=/etc/passwd)`,
	`[a](mailto:a%0aBcc:c@b.de)`,
	`[a](tel:*%2306%23)`,
	`[a](?next=//evil.example)`,
	`[a](a:b)`,
	`[a](:)`,
	// Breaking out of an attribute.
	`[a](https://example.de/"onmouseover="alert(1))`,
	`[a](https://example.de/'onmouseover='alert(1))`,
	`[a](<https://example.de/ onmouseover=alert(1)>)`,
	"[a](https://example.de/`onmouseover=alert(1))",
	`[a](/b "c" onmouseover="alert(1)")`,
	`[a](/b "\" onmouseover=alert(1) \"")`,
	`[a](/b '&quot; onmouseover=alert(1) &quot;')`,
	`[a](/b "c&#10;d > <script>alert(1)</script>")`,
	`[a](/b){onclick=alert(1)}`,
	"[a]: javascript:alert(1)\n\n[a] [b][a] ![a]",
	"[a]: <javascript:alert(1)> \"x\"\n\n[a]",
	"[a\"onclick=\"alert(1)]: /b\n\n[a\"onclick=\"alert(1)]",
	// Addresses on their own.
	`<javascript:alert(1)>`,
	`<JAVASCRIPT:alert(1)>`,
	`<data:text/html,a>`,
	`<https://example.de/"onclick=alert(1)>`,
	`<"onclick=alert(1)"@example.de>`,
	`<mailto:a@example.de"onclick="alert(1)>`,
	`http://example.de/"onmouseover="alert(1)`,
	`www.example.de/<script>alert(1)</script>`,
	`https://example.de/?a=<img/src=x>`,
	`a"onclick="alert(1)@example.de`,
	// Pictures.
	`![a](https://evil.example/pixel.png)`,
	`![a](//evil.example/pixel.png)`,
	`![a](javascript:alert(1))`,
	`![a](data:image/svg+xml;base64,PHN2Zz4=)`,
	`![a](/anhang/../abmelden)`,
	`![a](/anhang/%2e%2e/abmelden)`,
	`![a](/anhang/..%2fabmelden)`,
	`![a](/anhang//evil.example)`,
	`![a](/anhang/1?a=b)`,
	`![a](/anhang/)`,
	`![" onerror="alert(1)](/anhang/1)`,
	`!["><script>alert(1)</script>](/anhang/1 "\"><script>")`,
	`![a](/anhang/1"onerror="alert(1))`,
	`![![a](https://evil.example/b.png)](/anhang/1)`,
	`[![a](https://evil.example/b.png)](javascript:alert(1))`,
	// Code, tables, tasks, headings, footnotes.
	"```js onload=alert(1)\n<script>alert(1)</script>\n```",
	"```\"><script>alert(1)</script>\na\n```",
	"~~~ \" onclick=\"alert(1)\n</code></pre><script>alert(1)</script>\n~~~",
	"`</code><script>alert(1)</script>`",
	"    </code></pre><script>alert(1)</script>",
	"| <script> | [a](javascript:alert(1)) |\n|---|---|\n| <img src=x onerror=alert(1)> | ![a](//evil.example/b) |",
	"| a\" onclick=\"alert(1) |\n|:-:|\n| `</td><script>` |",
	"- [x] <script>alert(1)</script>\n- [ ] [a](javascript:alert(1))",
	"# a {onclick=alert(1) id=b}\n\n# <script>alert(1)</script>",
	"a[^\"><script>alert(1)</script>]\n\n[^\"><script>alert(1)</script>]: b",
	"a[^1]\n\n[^1]: <script>alert(1)</script> [b](javascript:alert(1))",
	"[a[^1]](https://example.de)\n\n[^1]: [b](/c)",
	"[a <https://evil.example> https://evil.example](/b)",
	"> <script>\n> alert(1)\n> </script>",
	"1000000000000. a\n\n999999999. b",
	"{{7*7}} ${alert(1)} <%= 1 %>",
	"a\u2028b\u2029c",
	"a\u202Egpj.exe\u202C &#8238;b&#8297;",
}

func TestPayloadsBringOnlyAllowedHTML(t *testing.T) {
	t.Parallel()
	for _, source := range payloads {
		t.Run(source, func(t *testing.T) { assertSafe(t, render(t, source)) })
	}
}

func TestRawHTMLIsShownNotDropped(t *testing.T) {
	t.Parallel()
	for _, source := range payloads {
		if !strings.HasPrefix(source, "<") || strings.ContainsAny(source, "&\x00\n") || strings.HasPrefix(source, "<https:") {
			continue // read otherwise than they are written
		}
		if got, want := PlainText(source), strings.Join(strings.Fields(source), " "); strings.Join(strings.Fields(got), " ") != want {
			t.Errorf("%q reads %q", source, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	const refused = ""
	for _, c := range []struct{ address, href string }{
		{"https://example.de", "https://example.de"},
		{"HTTPS://Example.DE:8443/A?b=C#d", "https://example.de:8443/A?b=C#d"},
		{"http://example.de/ä b", "http://example.de/%C3%A4%20b"},
		{"https://bürger.de/", "https://xn--brger-kva.de/"},
		{"https://\u043Ezg.de/", "https://xn--zg-emc.de/"}, // Cyrillic o
		{"https://a_b.example.de/", "https://a_b.example.de/"},
		{"//example.de/a", "https://example.de/a"},
		{"www.example.de", "https://www.example.de"},
		{"/", "/"},
		{"/thema/1?seite=2#beitrag-3", "/thema/1?seite=2#beitrag-3"},
		{"/a:b", "/a:b"},
		{"#beitrag-3", "#beitrag-3"},
		{"mailto:a.b+c@example.de", "mailto:a.b+c@example.de"},
		{"tel:+49 30 18-681", "tel:+493018681"},
		{"tel:115", "tel:115"},
		{" https://example.de ", "https://example.de"},

		{"", refused},
		{"#", refused},
		{"?a=b", refused},
		{"thema/1", refused},
		{"example.de", refused},
		{"www.", refused},
		{"///example.de", refused},
		{"/\\example.de", refused},
		{"\\\\example.de", refused},
		{"https:\\\\example.de", refused},
		{"/\t/example.de", refused},
		{"java\nscript:alert(1)", refused},
		{"javascript:alert(1)", refused},
		{"JAVASCRIPT:alert(1)", refused},
		{"data:text/html,a", refused},
		{"vbscript:a", refused},
		{"ftp://example.de", refused},
		{"https:example.de", refused},
		{"https:///example.de", refused},
		{"https://", refused},
		{"https://a@example.de", refused},
		{"https://a:b@example.de", refused},
		{"https://exa mple.de", refused},
		{"https://example.de:x", refused},
		{"https://-example-.de/%zz", refused},
		{"mailto:", refused},
		{"mailto:a", refused},
		{"mailto:a@b.de?bcc=c@d.de", refused},
		{"mailto:a@b.de,c@d.de", refused},
		{"tel:", refused},
		{"tel:*#06#", refused},
		{"https://example.de/" + strings.Repeat("a", maxAddress), refused},
	} {
		got, ok := resolve(c.address)
		if ok != (c.href != refused) || ok && got.href != c.href {
			t.Errorf("%.60q: got %q, %v, want %q", c.address, got.href, ok, c.href)
		}
	}
}
