package rates

import (
	"errors"
	"testing"
)

func TestPrice(t *testing.T) {
	table, err := New(Step{Grams: 5000, Cents: 690}, Step{Grams: 1000, Cents: 450})
	if err != nil {
		t.Fatal(err)
	}
	for grams, want := range map[int]int{1: 450, 1000: 450, 1001: 690} {
		if got, err := table.Price(grams); err != nil || got != want {
			t.Errorf("%d g: got %d, %v; want %d", grams, got, err, want)
		}
	}
	if _, err := table.Price(5001); !errors.Is(err, ErrTooHeavy) {
		t.Errorf("5001 g: got %v", err)
	}
}

func TestCheapest(t *testing.T) {
	carriers := map[string]Table{
		"snail": {{Grams: 2000, Cents: 300}},
		"swift": {{Grams: 2000, Cents: 500}, {Grams: 9000, Cents: 900}},
	}
	if name, err := Cheapest(1500, carriers); err != nil || name != "snail" {
		t.Errorf("got %q, %v", name, err)
	}
}
