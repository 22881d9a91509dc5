package directory

import (
	"strconv"
	"strings"

	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// DepartingTx returns what goes with municipalities that the register no longer
// holds: their organisations with their members, by AGS, and which of them
// others administer.
func DepartingTx(tx *db.Tx, keys []string) (organisations map[string]Listed, acted map[string]bool, err error) {
	organisations, acted = map[string]Listed{}, map[string]bool{}
	if len(keys) == 0 {
		return organisations, acted, nil
	}
	args := make([]any, len(keys))
	holders := make([]string, len(keys))
	for i, ags := range keys {
		args[i], holders[i] = ags, "$"+strconv.Itoa(i+1)
	}
	in := strings.Join(holders, ", ")
	list, err := db.List(tx, scanListed, `
		SELECT `+organisation.Columns+`, `+membersSQL+`, `+organisation.InhabitantsSQL+`
		FROM organisation o
		WHERE o.dissolved_on = '' AND o.ags IN (`+in+`)`, args...)
	if err != nil {
		return nil, nil, err
	}
	for _, o := range list {
		organisations[o.AGS] = o
	}
	administered, err := db.Column[string](tx, `SELECT DISTINCT ags FROM administers WHERE ags IN (`+in+`)`, args...)
	for _, ags := range administered {
		acted[ags] = true
	}
	return organisations, acted, err
}
