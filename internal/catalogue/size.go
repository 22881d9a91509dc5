package catalogue

import "strings"

// SizeClass is a range of inhabitants by which municipalities are compared.
type SizeClass struct {
	Key   string // in addresses
	Name  string
	Least int64
	Below int64 // 0: no upper bound
}

// SizeClasses lists the classes, smallest first.
var SizeClasses = []SizeClass{
	{"bis-2000", "unter 2.000", 1, 2_000},
	{"bis-5000", "2.000 bis unter 5.000", 2_000, 5_000},
	{"bis-10000", "5.000 bis unter 10.000", 5_000, 10_000},
	{"bis-20000", "10.000 bis unter 20.000", 10_000, 20_000},
	{"bis-50000", "20.000 bis unter 50.000", 20_000, 50_000},
	{"bis-100000", "50.000 bis unter 100.000", 50_000, 100_000},
	{"bis-500000", "100.000 bis unter 500.000", 100_000, 500_000},
	{"ab-500000", "ab 500.000", 500_000, 0},
}

// SizeClassFor returns the class with the key; the zero value, which holds
// everything, when there is none.
func SizeClassFor(key string) SizeClass {
	for _, c := range SizeClasses {
		if c.Key == key {
			return c
		}
	}
	return SizeClass{}
}

// SizeRange names the classes from first to last, such as „2.000 bis unter 10.000“.
func SizeRange(first, last SizeClass) string {
	switch {
	case first == last:
		return first.Name
	case first.Least <= 1 && last.Below == 0:
		return "beliebig vielen"
	case first.Least <= 1:
		return "unter " + lastWord(last.Name)
	case last.Below == 0:
		return "ab " + firstWord(first.Name)
	}
	return firstWord(first.Name) + " bis unter " + lastWord(last.Name)
}

func firstWord(name string) string { word, _, _ := strings.Cut(name, " "); return word }

func lastWord(name string) string { return name[strings.LastIndex(name, " ")+1:] }
