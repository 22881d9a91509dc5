package faq

import (
	"fmt"
	"slices"
	"testing"

	"kommunalforum/internal/faq"
)

func TestServicesWithTheMostArticlesStandBesideTheOverview(t *testing.T) {
	t.Parallel()
	var all []faq.ServiceCount
	for i := range maxThemes + 10 {
		all = append(all, faq.ServiceCount{Service: faq.Service{ID: int64(i), Name: fmt.Sprintf("Leistung %02d", i)}, Count: 1})
	}
	all[len(all)-1].Count = 7
	got := mostArticles(all)
	if len(got) != maxThemes || got[0].ID != 0 || got[maxThemes-1].ID != all[len(all)-1].ID {
		t.Errorf("beside the overview stand %v", got)
	}
	if few := mostArticles(all[:3]); !slices.Equal(few, all[:3]) {
		t.Errorf("of three stand %v", few)
	}
}
