package event

var (
	PruneTx = pruneTx
	NoteTx  = noteTx
)
