package catalogue

import "testing"

func TestMunicipalitiesAreNamedAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ official, kind, want string }{
		{"Altötting, St", "Stadt", "Stadt Altötting"},
		{"Berchtesgaden, M", "Markt", "Markt Berchtesgaden"},
		{"Bad Reichenhall, GKSt", "Große Kreisstadt", "Große Kreisstadt Bad Reichenhall"},
		{"Flensburg, Stadt", "Kreisfreie Stadt", "Stadt Flensburg"},
		{"Lübeck, Hansestadt", "Kreisfreie Stadt", "Hansestadt Lübeck"},
		{"Kiel, Landeshauptstadt", "Kreisfreie Stadt", "Landeshauptstadt Kiel"},
		{"Hamburg, Freie und Hansestadt", "Kreisfreie Stadt", "Freie und Hansestadt Hamburg"},
		{"Brome, Flecken", "Gemeinde", "Flecken Brome"},
		{"Ebstorf, Klosterflecken", "Gemeinde", "Klosterflecken Ebstorf"},
		{"Villmar, Marktflecken", "Gemeinde", "Marktflecken Villmar"},
		{"Hilders, Marktgemeinde", "Gemeinde", "Marktgemeinde Hilders"},
		{"Garding, Kirchspiel", "Gemeinde", "Kirchspiel Garding"},
		{"Wangerooge, Nordseebad", "Gemeinde", "Nordseebad Wangerooge"},
		{"Juist, Inselgemeinde", "Gemeinde", "Inselgemeinde Juist"},
		{"Erbach, Kreisstadt", "Stadt", "Kreisstadt Erbach"},
		{"Wittenberg, Lutherstadt", "Stadt", "Lutherstadt Wittenberg"},
		{"Clausthal-Zellerfeld, Berg- und Universitätsstadt", "Stadt", "Berg- und Universitätsstadt Clausthal-Zellerfeld"},
		{"Meschede, Kreis- und  Hochschulstadt", "Stadt", "Kreis- und Hochschulstadt Meschede"},
		{"Grefrath, Sport- und Freizeitgemeinde", "Gemeinde", "Sport- und Freizeitgemeinde Grefrath"},
		{"Solingen, Klingenstadt", "Kreisfreie Stadt", "Klingenstadt Solingen"},
		{"Hanau, Brüder-Grimm-Stadt", "Stadt", "Brüder-Grimm-Stadt Hanau"},
		{"Kassel, documenta-Stadt", "Kreisfreie Stadt", "documenta-Stadt Kassel"},
		{"Hagen, Stadt der FernUniversität", "Kreisfreie Stadt", "Stadt Hagen"},
		{"Radevormwald, Stadt auf der Höhe", "Stadt", "Stadt Radevormwald"},
		{"Schwerte, Hansestadt an der Ruhr", "Stadt", "Hansestadt Schwerte"},
		{"Harsewinkel, Die Mähdrescherstadt", "Stadt", "Stadt Harsewinkel"},
		{"Erkrath, Fundort des Neanderthalers, Stadt", "Stadt", "Stadt Erkrath"},
		{"Roetgen, Tor zur Eifel", "Gemeinde", "Gemeinde Roetgen"},
		{"Saerbeck, NRW-Klimakommune", "Gemeinde", "Gemeinde Saerbeck"},
		{"Schmalkalden, Kurort, Stadt", "Stadt", "Stadt Schmalkalden"},
		{"Rathen, Kurort", "Gemeinde", "Kurort Rathen"},
		{"Gelnhausen, Barbarossast., Krst.", "Stadt", "Barbarossastadt Gelnhausen"},
		{"Homberg (Efze), Reformationsstadt, Kreisstadt", "Stadt", "Reformationsstadt Homberg (Efze)"},
		{"Stavenhagen, Reuterstadt, Stadt", "Stadt", "Reuterstadt Stavenhagen"},
		{"Freiberg, Stadt, Universitätsstadt", "Stadt", "Universitätsstadt Freiberg"},
		{"Weißwasser/O.L., Stadt / Běła Woda", "Stadt", "Stadt Weißwasser/O.L. / Běła Woda"},
		{"Lohheide, gemfr. Bezirk", "Gemeindefreies Gebiet bewohnt", "Gemeindefreier Bezirk Lohheide"},
		{"Markt Indersdorf, M", "Markt", "Markt Indersdorf"},
		{"Stadt Wehlen, Stadt", "Stadt", "Stadt Wehlen"},
		{"Ingolstadt", "Kreisfreie Stadt", "Stadt Ingolstadt"},
		{"Am Ettersberg", "Stadt", "Stadt Am Ettersberg"},
		{"Juliusburg", "Gemeinde", "Gemeinde Juliusburg"},
		{"Weiden i.d.OPf.", "Kreisfreie Stadt", "Stadt Weiden i. d. OPf."},
		{"Kirchheim b.München", "Gemeinde", "Gemeinde Kirchheim b. München"},
		{"St.Gangloff", "Gemeinde", "Gemeinde St. Gangloff"},
		{"Niendorf/ Stecknitz", "Gemeinde", "Gemeinde Niendorf/Stecknitz"},
		{"Crostwitz / Chrósćicy", "Gemeinde", "Gemeinde Crostwitz / Chrósćicy"},
	} {
		if got, _ := municipalityName(c.official, c.kind); got != c.want {
			t.Errorf("%s (%s) = %q, want %q", c.official, c.kind, got, c.want)
		}
	}
}

func TestDistrictsAreNamedAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ official, kind, want string }{
		{"Rems-Murr-Kreis", "Landkreis", "Rems-Murr-Kreis"},
		{"Eifelkreis Bitburg-Prüm", "Landkreis", "Eifelkreis Bitburg-Prüm"},
		{"Oberbergischer Kreis", "Kreis", "Oberbergischer Kreis"},
		{"Landkreis Rostock", "Landkreis", "Landkreis Rostock"},
		{"Altötting", "Landkreis", "Landkreis Altötting"},
		{"Pinneberg", "Kreis", "Kreis Pinneberg"},
		{"Herzogtum Lauenburg", "Kreis", "Kreis Herzogtum Lauenburg"},
		{"Neustadt a.d.Aisch-Bad Windsheim", "Landkreis", "Landkreis Neustadt a. d. Aisch-Bad Windsheim"},
		{"Region Hannover", "Landkreis", "Region Hannover"},
		{"Städteregion Aachen", "Kreis", "Städteregion Aachen"},
		{"Regionalverband Saarbrücken", "Regionalverband", "Regionalverband Saarbrücken"},
		{"Trier, kreisfreie Stadt", "Kreisfreie Stadt", "Stadt Trier"},
		{"Ulm, Stadtkreis", "Stadtkreis", "Stadt Ulm"},
		{"Rostock", "Kreisfreie Stadt", "Stadt Rostock"},
		{"Kiel, Landeshauptstadt", "Kreisfreie Stadt", "Landeshauptstadt Kiel"},
	} {
		if got, _ := districtName(c.official, c.kind); got != c.want {
			t.Errorf("%s (%s) = %q, want %q", c.official, c.kind, got, c.want)
		}
	}
}
