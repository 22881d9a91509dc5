package attachment

import (
	"strconv"
	"strings"

	"kommunalforum/internal/db"
)

// Chunk is what the search takes for one document: a piece of the text of a file.
type Chunk struct {
	File  File
	N     int // from 0
	Pages []Page
}

// ChunkID returns the number of a document of the search.
func ChunkID(file int64, n int) int64 { return file*MaxChunks + int64(n) }

// Text returns the text of the chunk.
func (c Chunk) Text() string {
	texts := make([]string, len(c.Pages))
	for i, p := range c.Pages {
		texts[i] = p.Text
	}
	return strings.Join(texts, "\n")
}

// ReadTx returns the ids of the files of these subjects whose text was read.
func (k Kind) ReadTx(tx *db.Tx, ids []int64) ([]int64, error) {
	in, args := db.In(1, ids)
	return db.Column[int64](tx, `
		SELECT id
		FROM attachment
		WHERE `+k.column()+` IN `+in+k.condition()+` AND chunks IS NOT NULL
		ORDER BY id`, args...)
}

// ReadAfterTx returns up to limit ids of files whose text was read, beyond an id,
// for rebuilding the index.
func ReadAfterTx(tx *db.Tx, after int64, limit int) ([]int64, error) {
	return db.Column[int64](tx, `
		SELECT id
		FROM attachment
		WHERE id > $1 AND `+readableSQL+` AND chunks IS NOT NULL
		ORDER BY id
		LIMIT $2`, after, limit)
}

// ChunksTx returns all chunks of files. Each is at most
// extract.MaxText bytes of text, so callers ask for few at a time.
func ChunksTx(tx *db.Tx, files []int64) ([]Chunk, error) {
	type row struct {
		file   int64
		chunks int
	}
	in, args := db.In(1, files)
	list, err := db.List(tx, func(r db.Row) (x row, err error) { return x, r.Scan(&x.file, &x.chunks) }, `
		SELECT id, chunks
		FROM attachment
		WHERE chunks IS NOT NULL AND id IN `+in+`
		ORDER BY id`, args...)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, x := range list {
		for n := range x.chunks {
			ids = append(ids, ChunkID(x.file, n))
		}
	}
	return ChunksOfTx(tx, ids)
}

// ChunksOfTx returns the chunks with these numbers, without those that are gone.
// Whoever calls it asks whether what has them may be read.
func ChunksOfTx(tx *db.Tx, ids []int64) ([]Chunk, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	of := make([]int64, len(ids))
	for i, id := range ids {
		of[i] = id / MaxChunks
	}
	in, args := db.In(1, of)
	files, err := db.List(tx, scan, `
		SELECT `+columns+`
		FROM attachment a
		WHERE `+readableSQL+` AND a.chunks IS NOT NULL AND a.id IN `+in, args...)
	if err != nil {
		return nil, err
	}
	inChunks, more := db.In(1+len(args), ids)
	pages := map[int64][]Page{}
	err = db.Each(tx, func(r db.Row) error {
		var file int64
		var p Page
		err := r.Scan(&file, &p.chunk, &p.Number, &p.Name, &p.Text)
		pages[ChunkID(file, p.chunk)] = append(pages[ChunkID(file, p.chunk)], p)
		return err
	}, `
		SELECT attachment_id, chunk, number, name, text
		FROM attachment_page
		WHERE attachment_id IN `+in+` AND attachment_id * `+strconv.Itoa(MaxChunks)+` + chunk IN `+inChunks+`
		ORDER BY attachment_id, position`, append(args, more...)...)
	byID := map[int64]File{}
	for _, f := range files {
		byID[f.ID] = f
	}
	var out []Chunk
	for _, id := range ids {
		if f, ok := byID[id/MaxChunks]; ok {
			out = append(out, Chunk{File: f, N: int(id % MaxChunks), Pages: pages[id]})
		}
	}
	return out, err
}
