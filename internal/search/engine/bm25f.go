package engine

import (
	"math"
	"strconv"

	"kommunalforum/internal/search/document"
)

// Scores are those of BM25F: a word counts by how rare it is and by how often a
// text has it, where a long text must have it more often, and a title counts for
// more than a body.
const (
	titleWeight = 4
	saturation  = 2   // k1: how soon more of the same word adds nothing
	lengthNorm  = .75 // b: how much the length of a text matters
)

// idf is the inverse document frequency of a term that docFreq of all documents
// have.
func idf(docFreq, all uint64) float64 {
	n, df := float64(all), math.Min(float64(docFreq), float64(all))
	return math.Log(1 + (n-df+.5)/(df+.5))
}

// normalizedTF is the frequency of a term in a field, normalised by the length of
// the field and the mean length of such fields, in words.
func normalizedTF(frequency, length uint64, mean float64) float64 {
	return float64(frequency) / (1 - lengthNorm + lengthNorm*float64(length)/mean)
}

// saturate returns the share of the limit of a term's score, from 0 to 1, for its
// normalised frequencies in title and body.
func saturate(title, body float64) float64 {
	tf := titleWeight*title + body
	return tf / (tf + saturation)
}

// maxTermScore is the limit of the scores of a term.
func maxTermScore(idf float64) float64 { return idf * (saturation + 1) }

// threadTitleShare is the share of a term's maximum score that a reply gets for the
// term in the title of its thread, on top of its own score.
const threadTitleShare = .2

// similarityExponent is how much less the less similar words count.
const similarityExponent = 1.5

// similarityWeight is the weight of a word with this similarity to the one that was
// typed.
func similarityWeight(similarity float64) float64 {
	return similarWeight * math.Pow(similarity, similarityExponent)
}

// boost multiplies the scores of documents with a term by a factor.
type boost struct {
	field, term string
	factor      float64
}

// boosts are small on purpose: what fits best comes first. All that apply to a
// document are multiplied.
func boosts(year int) []boost {
	return []boost{
		{FieldKind, string(document.Answer), 1.15},
		{FieldKind, string(document.Article), 1.10},
		{FieldKind, string(document.Reply), .85}, // short, so its words weigh much
		{FieldKind, string(document.Library), 1.05},
		{FieldKind, string(document.Page), .85},
		{FieldKind, string(document.ArticleFile), .85},
		{FieldKind, string(document.AnswerFile), .85},
		{FieldKind, string(document.File), .85}, // people ask for experience before they ask for papers
		{FieldState, document.StateOutdated, .6},
		{FieldYear, strconv.Itoa(year), 1.06},
		{FieldYear, strconv.Itoa(year - 1), 1.03},
	}
}
