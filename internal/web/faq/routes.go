// Package faq shows FAQ articles, and what editors do with them.
package faq

import (
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/suggestion"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/twins"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Boards    *board.Boards
	Catalogue *catalogue.Catalogue
	Forum     *forum.Forum
	FAQ       *faq.Articles
	Follows   *follow.Follows
	Inquiries *inquiry.Inquiries
	Suggested *suggestion.Suggestions
	Acts      *usecase.Acts
	Twins     twins.Finder
}

// server serves the pages of this area.
type server struct {
	Deps
	kit *page.Kit
}

// Mount mounts the pages. Who may do what is decided in the operations behind them.
func Mount(k *page.Kit, d Deps) {
	s := &server{Deps: d, kit: k}
	public, members := k.Public(), k.Members()

	public.Get(path.FAQ, s.showFAQ)
	members.Get(path.NewArticle, s.newArticle)
	members.PostWithFiles(path.NewArticle, s.postArticle)
	public.Get(path.ArticlePage, page.WithID(s.showArticle))
	members.Get(path.EditArticle, s.editArticle)
	members.PostWithFiles(path.EditArticle, s.saveArticle)
	members.Get(path.PublishArticle, s.askPublish)
	members.Post(path.PublishArticle, page.WithID(s.publishArticle))
	members.Get(path.ReviewArticle, s.askReview)
	members.Post(path.ConfirmArticle, s.confirmArticle)
	members.Post(path.OutdateArticle, s.outdateArticle)
	members.Post(path.RestoreArticle, s.restoreArticle)
	members.Post(path.DiscardArticle, page.WithID(s.discardArticle))
	members.Get(path.ArticleVersions, page.WithID(s.showArticleVersions))
	members.Post(path.TakeIntoFAQ, page.WithID(s.takeIntoFAQ))

	members.Get(path.SuggestPost, s.askSuggest(postOf))
	members.Post(path.SuggestPost, s.suggest(postOf))
	members.Get(path.SuggestAnswer, s.askSuggest(s.answerOf))
	members.Post(path.SuggestAnswer, s.suggest(s.answerOf))
	members.Get(path.GiveHint, s.askSuggest(articleOf))
	members.Post(path.GiveHint, s.suggest(articleOf))
	members.Get(path.Suggestions, s.showSuggestions)
	members.Get(path.SuggestionPage, page.WithID(s.showSuggestion))
	members.Post(path.TakeSuggestion, page.WithID(s.takeSuggestion))
	members.Post(path.SettleSuggestion, page.WithID(s.settleSuggestion))
	members.Post(path.DeclineSuggestion, page.WithID(s.declineSuggestion))
	members.Post(path.WithdrawSuggestion, page.WithID(s.withdrawSuggestion))
}
