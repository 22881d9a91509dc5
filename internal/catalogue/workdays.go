package catalogue

import "time"

// Working days are Monday to Friday without the holidays of a Land; "" as Land
// takes only those that all Länder keep.

// calendar knows the holidays of one Land and computes each year once.
type calendar struct {
	state string
	years map[int]map[Date]string
}

func calendarOf(state string) calendar {
	return calendar{state, map[int]map[Date]string{}}
}

func (c calendar) works(d Date) bool {
	switch d.weekday() {
	case time.Saturday, time.Sunday:
		return false
	}
	year := d.year()
	days, ok := c.years[year]
	if !ok {
		days = Holidays(c.state, year)
		c.years[year] = days
	}
	return days[d] == ""
}

// AddWorkingDays returns the nth working day after d, or before d for a negative
// n; d itself does not count (§ 187 Abs. 1 BGB). With n = 0 it is d if that is a working
// day, otherwise the next one (§ 193 BGB). "" stays "".
func AddWorkingDays(d Date, n int, state string) Date {
	if _, ok := d.noon(); !ok {
		return ""
	}
	c := calendarOf(state)
	if n == 0 {
		for !c.works(d) {
			d = d.AddDays(1)
		}
		return d
	}
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.works(d) {
			n--
		}
	}
	return d
}

// WorkingDaysBetween counts the working days after from up to to, that day
// included, and negates the count of the two exchanged if to is earlier. So for
// n > 0 WorkingDaysBetween(d, AddWorkingDays(d, n, state), state) is n. It is 0
// if one of them is "".
func WorkingDaysBetween(from, to Date, state string) int {
	_, okFrom := from.noon()
	_, okTo := to.noon()
	if !okFrom || !okTo {
		return 0
	}
	if to.Before(from) {
		return -WorkingDaysBetween(to, from, state)
	}
	c := calendarOf(state)
	n := 0
	for from.Before(to) {
		from = from.AddDays(1)
		if c.works(from) {
			n++
		}
	}
	return n
}
