package db

import (
	"fmt"

	"kommunalforum/internal/disk"
)

// spaceNear is disk.Near, which tests replace.
var spaceNear = disk.Near

// roomToMigrate refuses a disk that has no room for a copy of the database, and for the log
// of migrations that write half of it anew.
func (e sqlite) roomToMigrate(size int64) error {
	const mb = 1 << 20
	need := size + size/2
	space, err := spaceNear(e.path)
	if err == nil && space.Free < need {
		err = fmt.Errorf("Auf dem Datenträger von %s ist zu wenig Platz, um die Datenbank umzustellen: Sie wird zuvor kopiert. Gebraucht werden "+
			"%d\u00a0MB, frei sind %d\u00a0MB. Nichts wurde verändert. Bitte schaffen Sie Platz, und starten Sie neu.", e, need/mb+1, space.Free/mb)
	}
	return err
}
