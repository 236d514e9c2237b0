// Package rates tells what a delivery costs.
package rates

import (
	"errors"
	"fmt"
	"sort"
)

// ErrTooHeavy says that no carrier takes the parcel.
var ErrTooHeavy = errors.New("too heavy")

// Step is the price, in cents, up to a weight in grams.
type Step struct {
	Grams int
	Cents int
}

// Table holds the steps of one carrier, lightest first.
type Table []Step

// New returns a sorted table, or an error if two steps have one weight.
func New(steps ...Step) (Table, error) {
	table := Table(steps)
	sort.Slice(table, func(i, j int) bool { return table[i].Grams < table[j].Grams })
	for i := 1; i < len(table); i++ {
		if table[i].Grams == table[i-1].Grams {
			return nil, fmt.Errorf("two prices up to %d g", table[i].Grams)
		}
	}
	return table, nil
}

// Price returns the price of a parcel.
func (t Table) Price(grams int) (int, error) {
	for _, step := range t {
		if grams <= step.Grams {
			return step.Cents, nil
		}
	}
	return 0, fmt.Errorf("%d g: %w", grams, ErrTooHeavy)
}

// Cheapest returns the name of the carrier that takes the parcel for the least.
func Cheapest(grams int, carriers map[string]Table) (string, error) {
	best, cents := "", 0
	for name, table := range carriers {
		price, err := table.Price(grams)
		switch {
		case errors.Is(err, ErrTooHeavy):
			continue
		case best == "" || price < cents || price == cents && name < best:
			best, cents = name, price
		}
	}
	if best == "" {
		return "", ErrTooHeavy
	}
	return best, nil
}
