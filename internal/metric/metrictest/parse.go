// Package metrictest reads OpenMetrics text strictly, for tests.
package metrictest

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Family is what stands under one name.
type Family struct {
	Kind, Unit, Help string
	Samples          map[string]float64 // by name and labels, as they are written
}

var (
	nameOf   = regexp.MustCompile(`^[a-zA-Z_:][a-zA-Z0-9_:]*$`)
	sampleOf = regexp.MustCompile(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)+\})? (\S+)$`)
	suffixes = map[string][]string{"counter": {"_total"}, "gauge": {""}, "info": {"_info"}, "histogram": {"_bucket", "_count", "_sum"}}
)

// Parse reads the text, or says which line breaks a rule of OpenMetrics 1.0: order of the
// lines, names by kind, units, one family in one place, no sample twice, buckets that
// grow up to +Inf and equal the count, and the end.
func Parse(text string) (map[string]*Family, error) {
	body, ended := strings.CutSuffix(text, "# EOF\n")
	if !ended || strings.Contains(body, "# EOF") {
		return nil, fmt.Errorf("it does not end with # EOF")
	}
	all := map[string]*Family{}
	var now string
	for n, line := range strings.Split(strings.TrimSuffix(body, "\n"), "\n") {
		var err error
		if strings.HasPrefix(line, "# ") {
			now, err = comment(all, now, line)
		} else {
			err = sample(all[now], now, line)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d, %q: %w", n+1, line, err)
		}
	}
	for name, f := range all {
		if err := f.check(name); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return all, nil
}

func comment(all map[string]*Family, now, line string) (string, error) {
	parts := strings.SplitN(line, " ", 4)
	if len(parts) != 4 || !nameOf.MatchString(parts[2]) {
		return now, fmt.Errorf("no TYPE, UNIT or HELP")
	}
	name := parts[2]
	if parts[1] == "TYPE" {
		if all[name] != nil || suffixes[parts[3]] == nil {
			return now, fmt.Errorf("twice, or of an unknown kind")
		}
		all[name] = &Family{Kind: parts[3], Samples: map[string]float64{}}
		return name, nil
	}
	f := all[name]
	if name != now || len(f.Samples) > 0 {
		return now, fmt.Errorf("not before the samples of its family")
	}
	switch {
	case parts[1] == "UNIT" && strings.HasSuffix(name, "_"+parts[3]):
		f.Unit = parts[3]
	case parts[1] == "HELP":
		f.Help = parts[3]
	default:
		return now, fmt.Errorf("no comment that there is, or not the unit of the name")
	}
	return now, nil
}

func sample(f *Family, family, line string) error {
	m := sampleOf.FindStringSubmatch(line)
	if m == nil || f == nil {
		return fmt.Errorf("no sample")
	}
	suffix, ours := strings.CutPrefix(m[1], family)
	if !ours || !slices.Contains(suffixes[f.Kind], suffix) {
		return fmt.Errorf("not of its family")
	}
	v, err := strconv.ParseFloat(m[3], 64)
	if _, twice := f.Samples[m[1]+m[2]]; err != nil || twice {
		return fmt.Errorf("no number, or twice")
	}
	if f.Kind != "gauge" && (v < 0 || math.IsNaN(v)) {
		return fmt.Errorf("a %s cannot be %v", f.Kind, v)
	}
	f.Samples[m[1]+m[2]] = v
	return nil
}

var endOf = regexp.MustCompile(`,?le="([^"]+)"`)

// check looks at the family as a whole.
func (f *Family) check(name string) error {
	if f.Help == "" || len(f.Samples) == 0 && f.Kind == "gauge" {
		return fmt.Errorf("it has no help, or no samples")
	}
	type bucket struct{ end, count float64 }
	buckets := map[string][]bucket{}
	for key, v := range f.Samples {
		labels, is := strings.CutPrefix(key, name+"_bucket")
		if f.Kind != "histogram" || !is {
			continue
		}
		m := endOf.FindStringSubmatch(labels)
		end, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			return err
		}
		rest := strings.Replace(endOf.ReplaceAllString(labels, ""), "{}", "", 1)
		buckets[rest] = append(buckets[rest], bucket{end, v})
	}
	for labels, all := range buckets {
		slices.SortFunc(all, func(a, b bucket) int { return map[bool]int{true: -1, false: 1}[a.end < b.end] })
		for i := 1; i < len(all); i++ {
			if all[i].count < all[i-1].count {
				return fmt.Errorf("its buckets fall at %v", all[i].end)
			}
		}
		last := all[len(all)-1]
		if !math.IsInf(last.end, 1) || f.Samples[name+"_count"+labels] != last.count {
			return fmt.Errorf("its last bucket is not +Inf with its count")
		}
	}
	return nil
}
