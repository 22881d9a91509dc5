package search

import (
	"kommunalforum/internal/search/document"
	"math"
	"strconv"
)

// The formula is BM25F: a word counts by how rare it is and by how often it
// stands in a text, where a long text needs it more often and a title counts
// for more than a body.
const (
	titleWeight = 4
	saturation  = 2   // k1: how soon more of the same word adds nothing
	lengthNorm  = .75 // b: how much the length of a text matters
)

// idf is the weight of a term that stands in found of all documents.
func idf(found, all uint64) float64 {
	n, df := float64(all), math.Min(float64(found), float64(all))
	return math.Log(1 + (n-df+.5)/(df+.5))
}

// eachTF is how often a term stands in a field, made comparable over lengths.
func normalizedTF(count, length uint64, mean float64) float64 {
	return float64(count) / (1 - lengthNorm + lengthNorm*float64(length)/mean)
}

// saturate is how much of what a term could tell of a document it tells, from 0 to
// 1, by how often it stands in title and body.
func saturate(title, body float64) float64 {
	tf := titleWeight*title + body
	return tf / (tf + saturation)
}

// maxTermScore is the score of a term that tells all it could.
func maxTermScore(rarity float64) float64 { return rarity * (saturation + 1) }

// threadTitleShare is how much of what a word could tell at most it tells of a reply
// that stands below a title with the word, besides what the reply itself says.
const threadTitleShare = .2

// boost raises or lowers the score of documents of a sort.
type boost struct {
	field, term string
	factor      float64
}

// boosts says which documents rank higher or lower than their words alone. They
// multiply. Small on purpose: what fits comes first.
func boosts(year int) []boost {
	return []boost{
		{fieldKind, string(document.Answer), 1.15},
		{fieldKind, string(document.Article), 1.10},
		{fieldKind, string(document.Reply), .85}, // short, so its words weigh much
		{fieldState, document.StateOutdated, .6},
		{fieldYear, yearTerm(year), 1.06},
		{fieldYear, yearTerm(year - 1), 1.03},
	}
}

func yearTerm(year int) string { return strconv.Itoa(year) }

// similarityWeight is how much a word counts that is like the one asked for.
func similarityWeight(likeness float64) float64 {
	return similarWeight * math.Pow(likeness, similarityExponent)
}
