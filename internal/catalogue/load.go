package catalogue

import (
	"context"
	"fmt"
	"io/fs"

	"kommunalforum/internal/db"
)

// edition is the version of how this program reads the files. Raise it when names or
// search columns are built differently, so that unchanged files are loaded again.
const edition = 2

// content is everything the files say.
type content struct {
	areas          []areaRecord
	singles        []singleRecord
	districts      []districtRecord
	municipalities []municipalityRecord
}

// Load updates the tables to the files in the folder catalogue of fsys, in one
// transaction. Unchanged files are skipped; a changed one updates its rows in place, so
// that ids stay. A register of municipalities that an administrator uploaded takes
// precedence over the one among the files. A mistake in a file is an error in German
// that names file and line.
func Load(ctx context.Context, d *db.DB, fsys fs.FS) error {
	files, err := readFiles(fsys)
	if err != nil {
		return err
	}
	uploaded, err := preferUploaded(ctx, d, files)
	if err != nil {
		return err
	}
	changed, err := changedFiles(ctx, d, files)
	if err != nil || len(changed) == 0 {
		return err
	}
	// All files are read even if one changed: they refer to each other.
	c, err := parse(files, uploaded)
	if err != nil {
		return err
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		for _, f := range changed {
			if err := store(tx, f, c); err != nil {
				return fmt.Errorf("load %s: %w", f.name, err)
			}
		}
		return nil
	})
}

// preferUploaded puts the register that an administrator uploaded in the place
// of the one among the files, if there is one that fits to their districts. One
// that does not fit any more is older than the districts are.
func preferUploaded(ctx context.Context, d *db.DB, files map[string]file) (uploaded bool, err error) {
	var f file
	err = d.Read(ctx, func(tx *db.Tx) error {
		f, uploaded, err = appliedRegister(tx)
		return err
	})
	if err != nil || !uploaded {
		return false, err
	}
	districts, err := parseDistricts(files[districtsFile])
	if err != nil {
		return false, err
	}
	if _, _, err := parseUploaded(f, districts); err != nil {
		return false, nil
	}
	files[municipalitiesFile] = f
	return true, nil
}

func parse(files map[string]file, uploaded bool) (c content, err error) {
	var services map[int64]bool
	if c.areas, services, err = parseOZG(files[ozgFile]); err != nil {
		return c, err
	}
	if c.singles, err = parseLeiKa(files[leikaFile], services); err != nil {
		return c, err
	}
	if c.districts, err = parseDistricts(files[districtsFile]); err != nil {
		return c, err
	}
	if uploaded {
		c.municipalities, c.districts, err = parseUploaded(files[municipalitiesFile], c.districts)
		return c, err
	}
	c.municipalities, err = parseMunicipalities(files[municipalitiesFile], files[districtsFile], c.districts)
	return c, err
}

// changedFiles returns the files that are not in the tables as they are, in
// the order in which they have to be stored.
func changedFiles(ctx context.Context, d *db.DB, files map[string]file) (changed []file, err error) {
	err = d.Read(ctx, func(tx *db.Tx) error {
		loaded, err := loadedFiles(tx)
		if err != nil {
			return fmt.Errorf("read loaded files: %w", err)
		}
		for _, name := range fileNames {
			if f := files[name]; loaded[name] != f.sha256 {
				changed = append(changed, f)
			}
		}
		return nil
	})
	return changed, err
}

func store(tx *db.Tx, f file, c content) error {
	var err error
	switch f.name {
	case ozgFile:
		err = storeAreas(tx, c.areas)
	case leikaFile:
		err = storeSingleServices(tx, c.singles)
	case districtsFile:
		err = storeDistricts(tx, c.districts)
	case municipalitiesFile:
		err = storeMunicipalities(tx, c.municipalities)
	}
	if err != nil {
		return err
	}
	return upsertFile(tx, f)
}
