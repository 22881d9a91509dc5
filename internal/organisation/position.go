package organisation

import (
	"math"
	"slices"

	"kommunalforum/internal/db"
)

// Position is where an organisation is, in degrees.
type Position struct{ Lat, Lon float64 }

// earthRadius is in kilometres.
const earthRadius = 6371

// Kilometres returns the distance between two positions as the crow flies.
func (p Position) Kilometres(q Position) float64 {
	rad := math.Pi / 180
	lat, lon := (q.Lat-p.Lat)*rad/2, (q.Lon-p.Lon)*rad/2
	h := math.Sin(lat)*math.Sin(lat) + math.Cos(p.Lat*rad)*math.Cos(q.Lat*rad)*math.Sin(lon)*math.Sin(lon)
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h)))
}

// positionStep is the number of organisations per statement.
const positionStep = 512

// PlaceTx says where an organisation is that the gazetteer does not have.
func PlaceTx(tx *db.Tx, id int64, p Position) error {
	_, err := tx.Exec(`UPDATE organisation SET lat = $1, lon = $2 WHERE id = $3`, p.Lat, p.Lon, id)
	return err
}

// PositionsTx returns where organisations are: municipalities where the gazetteer has
// them, Gemeindeverbände and districts in the middle of their municipalities' inhabitants,
// others where administrators placed them. Those that stand for no place are left out.
func PositionsTx(tx *db.Tx, ids []int64) (map[int64]Position, error) {
	out := make(map[int64]Position, len(ids))
	for chunk := range slices.Chunk(ids, positionStep) {
		list, args := db.In(1, chunk)
		_, err := db.List(tx, func(r db.Row) (id int64, err error) {
			var p Position
			if err = r.Scan(&id, &p.Lat, &p.Lon); err == nil {
				out[id] = p
			}
			return id, err
		}, `
			SELECT o.id, SUM(m.lat * m.population) / SUM(m.population), SUM(m.lon * m.population) / SUM(m.population)
			FROM organisation o
			JOIN municipality m ON m.district_ags = o.ags AND m.listed
			WHERE o.id IN `+list+`
			GROUP BY o.id
			UNION ALL
			SELECT ad.organisation_id, SUM(m.lat * m.population) / SUM(m.population), SUM(m.lon * m.population) / SUM(m.population)
			FROM administers ad
			JOIN organisation o ON o.id = ad.organisation_id AND o.ags IS NULL
			JOIN municipality m ON m.ags = ad.ags
			WHERE ad.organisation_id IN `+list+`
			GROUP BY ad.organisation_id
			UNION ALL
			SELECT o.id, m.lat, m.lon
			FROM organisation o
			JOIN municipality m ON m.ags = o.ags
			WHERE o.id IN `+list+`
			UNION ALL
			SELECT o.id, o.lat, o.lon
			FROM organisation o
			WHERE o.lat IS NOT NULL AND o.ags IS NULL AND NOT EXISTS (SELECT 1 FROM administers ad WHERE ad.organisation_id = o.id)
			AND o.id IN `+list, args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
