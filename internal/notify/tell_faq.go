package notify

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
)

func articlePlace(id int64) target { return target{place: Place{Kind: Article, ID: id}} }

// tellArticlePublished tells who suggested what the article was made of, and who follows
// its board or services.
func tellArticlePublished(tx *db.Tx, e event.Event) ([]story, error) {
	board, found, err := db.Found(db.Scalar[int64](tx, `SELECT board_id FROM faq_article WHERE id = $1 AND state = 'published'`, e.Subject))
	if err != nil || !found {
		return nil, err
	}
	services, err := db.Column[int64](tx, `SELECT service_id FROM faq_service WHERE article_id = $1 ORDER BY service_id`, e.Subject)
	if err != nil {
		return nil, err
	}
	people, err := suggesters(tx, e.Subject)
	about := articlePlace(e.Subject)
	return []story{{about: about, direct: []audience{{kind: SuggestionDecided, people: people}},
		subjects: subjectsOf(follow.Subject{Kind: follow.Article, ID: e.Subject}, board, services, 0),
		followed: following{kind: FollowedArticle, about: about, level: follow.All}}}, err
}

// tellArticleChanged tells who follows the article.
func tellArticleChanged(tx *db.Tx, e event.Event) ([]story, error) {
	about := articlePlace(e.Subject)
	return []story{{about: about, subjects: []follow.Subject{{Kind: follow.Article, ID: e.Subject}},
		followed: following{kind: FollowedArticle, about: about, level: follow.All}}}, nil
}

// tellArticleDue tells the editors of the board, administrators if there are none.
func tellArticleDue(tx *db.Tx, e event.Event) ([]story, error) {
	board, due, err := db.Found(db.Scalar[int64](tx, `
		SELECT board_id
		FROM faq_article
		WHERE id = $1 AND state = 'published' AND review_noticed = review_on`, e.Subject))
	if err != nil || !due {
		return nil, err
	}
	people, err := db.Column[int64](tx, `
		SELECT DISTINCT rg.person_id
		FROM role_grant rg
		JOIN person p ON p.id = rg.person_id
		WHERE rg.role IN ('faq-editor', 'moderator') AND (rg.board_id IS NULL OR rg.board_id = $1) AND p.disabled_at IS NULL`, board)
	if err == nil && len(people) == 0 {
		people, err = administrators(tx)
	}
	return []story{{about: articlePlace(e.Subject), direct: []audience{{kind: DueArticle, people: people}}}}, err
}

// maxCiting is the maximum number of articles of one answer whose editors are told.
const maxCiting = 50

// tellCiting tells who wrote FAQ articles that were taken from an official answer that
// it has changed.
func tellCiting(tx *db.Tx, answer int64) (out []story, err error) {
	type citing struct{ article, made, saved int64 }
	list, err := db.List(tx, func(r db.Row) (c citing, err error) { return c, r.Scan(&c.article, &c.made, &c.saved) }, `
		SELECT x.id, x.created_by, x.saved_by
		FROM faq_source s
		JOIN faq_article x ON x.id = s.article_id
		WHERE s.kind = 'answer' AND s.subject_id = $1 AND x.state = 'published'
		ORDER BY x.id
		LIMIT $2`, answer, maxCiting)
	for _, c := range list {
		out = append(out, story{about: articlePlace(c.article), direct: []audience{{kind: CitedAnswer, people: []int64{c.made, c.saved}}}})
	}
	return out, err
}
