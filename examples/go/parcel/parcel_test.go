package parcel

import "testing"

func TestPack(t *testing.T) {
	parcels := Pack([]Item{{Grams: 400}, {Grams: 900}, {Grams: 600}}, 1000)
	if len(parcels) != 2 || parcels[0].Grams != 900 || parcels[1].Grams != 1000 {
		t.Errorf("got %+v", parcels)
	}
}
