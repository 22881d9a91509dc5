package view

import "kommunalforum/internal/suggestion"

// SuggestionState says how far the editors are with a suggestion.
func SuggestionState(s suggestion.Suggestion) string {
	switch s.State {
	case suggestion.Taken:
		if s.Article != 0 {
			return "daraus ist ein Artikel entstanden"
		}
		return "die FAQ-Redaktion arbeitet daran"
	case suggestion.Settled:
		return "erledigt"
	case suggestion.Declined:
		return "abgelehnt"
	}
	return "wartet auf die FAQ-Redaktion"
}
