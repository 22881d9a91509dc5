package templates

// sheets are our own style sheets in the order of the cascade; they follow
// KERN's and stand on its tokens.
var sheets = []string{
	"css/fonts.css",
	"css/forum.css",
	"css/header.css",
	"css/lists.css",
	"css/start.css",
	"css/thread.css",
	"css/faq.css",
	"css/inquiry.css",
	"css/search.css",
	"css/forms.css",
	"css/prose.css",
	"css/info.css",
}
