package web

import (
	"github.com/gin-gonic/gin"

	"kommunalforum/internal/markdown"
	"kommunalforum/internal/web/admin"
	consultationpages "kommunalforum/internal/web/consultation"
	faqpages "kommunalforum/internal/web/faq"
	feedpages "kommunalforum/internal/web/feed"
	followpages "kommunalforum/internal/web/follow"
	"kommunalforum/internal/web/inbox"
	"kommunalforum/internal/web/info"
	inquirypages "kommunalforum/internal/web/inquiry"
	librarypages "kommunalforum/internal/web/library"
	"kommunalforum/internal/web/live"
	"kommunalforum/internal/web/news"
	"kommunalforum/internal/web/notices"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/people"
	reusepages "kommunalforum/internal/web/reuse"
	searchpages "kommunalforum/internal/web/search"
	"kommunalforum/internal/web/signin"
	"kommunalforum/internal/web/thread"
	"kommunalforum/internal/web/twins"
	"kommunalforum/static"
)

// mount puts the areas of the site together. Each gets only what it needs.
func mount(router *gin.Engine, k *page.Kit, d Deps, terms markdown.HTML) {
	similar := twins.Finder{Catalogue: d.Catalogue, Inquiries: d.Inquiries, Search: d.Search}
	thread.Mount(k, thread.Deps{Config: d.Config, Directory: d.Directory, Boards: d.Boards, Catalogue: d.Catalogue, Forum: d.Forum, FAQ: d.FAQ,
		Bookmarks: d.Bookmarks, Follows: d.Follows, Inquiries: d.Inquiries, Acts: d.Acts, Profiles: d.Profiles, Privacy: d.Privacy, Reuse: d.Reuse,
		Proposer: d.Proposer, Unread: d.Unread, Settings: d.Settings, Attached: d.Attached, Library: d.Library,
		Consulted: d.Consulted, Twins: similar})
	faqpages.Mount(k, faqpages.Deps{Boards: d.Boards, Catalogue: d.Catalogue, Forum: d.Forum, FAQ: d.FAQ, Follows: d.Follows,
		Inquiries: d.Inquiries, Suggested: d.Suggested, Acts: d.Acts, Twins: similar})
	consultationpages.Mount(k, consultationpages.Deps{Boards: d.Boards, Consulted: d.Consulted, Library: d.Library})
	librarypages.Mount(k, librarypages.Deps{Boards: d.Boards, Catalogue: d.Catalogue, Library: d.Library})
	followpages.Mount(k, followpages.Deps{Acts: d.Acts, Follows: d.Follows})
	inquirypages.Mount(k, inquirypages.Deps{Config: d.Config, Boards: d.Boards, Catalogue: d.Catalogue, Follows: d.Follows, Forum: d.Forum,
		Inquiries: d.Inquiries, Acts: d.Acts, Privacy: d.Privacy, Twins: similar})
	news.Mount(k, news.Deps{Forum: d.Forum, Inquiries: d.Inquiries, Unread: d.Unread})
	feedpages.Mount(k, feedpages.Deps{Config: d.Config, Origin: d.Origin, Boards: d.Boards, Catalogue: d.Catalogue, Forum: d.Forum, FAQ: d.FAQ,
		Inquiries: d.Inquiries, Follows: d.Follows, Search: d.Search, Tokens: d.Feeds})
	reusepages.Mount(k, reusepages.Deps{Catalogue: d.Catalogue, Reuse: d.Reuse})
	live.Mount(k, live.Deps{Forum: d.Forum, Inquiries: d.Inquiries})
	people.Mount(k, people.Deps{Directory: d.Directory, Boards: d.Boards, Catalogue: d.Catalogue, Forum: d.Forum, FAQ: d.FAQ, Follows: d.Follows,
		Inquiries: d.Inquiries, Profiles: d.Profiles, Unread: d.Unread})
	searchpages.Mount(k, searchpages.Deps{Search: d.Search, Library: d.Library})
	signin.Mount(k, signin.Deps{Config: d.Config, Log: d.Log, Accounts: d.Accounts, SignIn: d.SignIn, Joining: d.Joining, Boards: d.Boards,
		Forum: d.Forum, Acts: d.Acts, Export: d.Export})
	admin.Mount(k, admin.Deps{Config: d.Config, Accounts: d.Accounts, Directory: d.Directory, SignIn: d.SignIn, Joining: d.Joining, Boards: d.Boards,
		Attached: d.Attached, Forum: d.Forum, Catalogue: d.Catalogue, Inquiries: d.Inquiries, Notify: d.Notify, Acts: d.Acts, Settings: d.Settings,
		Alarms: d.Alarms, Integrity: d.Integrity, Operation: d.Operation})
	notices.Mount(k, notices.Deps{Notify: d.Notify, ByMail: d.Config.Mail.On()})
	info.Mount(k, info.Deps{Terms: terms, Config: d.Config, Accounts: d.Accounts, Boards: d.Boards, Catalogue: d.Catalogue, Forum: d.Forum,
		FAQ: d.FAQ, Library: d.Library, Inquiries: d.Inquiries, Folder: d.Folder, Settings: d.Settings, Health: d.Health})
	inbox.Mount(k, inbox.Deps{Consulted: d.Consulted, Joining: d.Joining, Forum: d.Forum, FAQ: d.FAQ, Inquiries: d.Inquiries, Acts: d.Acts,
		Bookmarks: d.Bookmarks, Drafts: d.Drafts, Suggested: d.Suggested, Notify: d.Notify, Unread: d.Unread})

	k.Members().Get(path.Draft, k.OpenDraft)
	k.Members().PostWithFiles(path.Drafts, k.SaveDraft)
	k.Open().Post(path.AutosaveDraft, k.AutosaveDraft)
	router.GET(path.Static, gin.WrapH(static.Handler()))
	router.HEAD(path.Static, gin.WrapH(static.Handler()))
	k.NotFound()
}
