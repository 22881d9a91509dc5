package app

// LossAdvice is what to do about an index that is ahead of its database.
const LossAdvice = "Entweder wurde eine ältere Sicherung eingespielt, oder es fehlen Beiträge, deren Empfang bestätigt war. " +
	"Wenn Sie keine Sicherung eingespielt haben: Halten Sie das Forum an, heben Sie den ganzen Datenordner auf und suchen Sie ein " +
	"verlorenes Protokoll (forum.db-wal) oder eine neuere Sicherung. " +
	"Ist geklärt, was fehlt, beendet „kommunalforum reindex“ diese Meldung."
