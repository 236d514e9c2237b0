// Package parcel decides how articles are packed.
package parcel

// Item is one article to pack: grams and millimetres.
type Item struct {
	Grams         int
	Length, Width int
}

// Parcel is a closed box.
type Parcel struct {
	Items []Item
	Grams int
}

// Pack fills parcels up to a weight, heaviest item first; an item above it travels alone.
func Pack(items []Item, limit int) []Parcel {
	var parcels []Parcel
next:
	for _, item := range sorted(items) {
		for i := range parcels {
			if parcels[i].Grams+item.Grams <= limit {
				parcels[i].add(item)
				continue next
			}
		}
		parcels = append(parcels, Parcel{})
		parcels[len(parcels)-1].add(item)
	}
	return parcels
}

func (p *Parcel) add(item Item) {
	p.Items = append(p.Items, item)
	p.Grams += item.Grams
}

// Bulky says whether the parcel holds an item above the standard size.
func (p Parcel) Bulky() bool {
	for _, item := range p.Items {
		if item.Length > 1200 || item.Width > 600 {
			return true
		}
	}
	return false
}

func sorted(items []Item) []Item {
	result := append([]Item(nil), items...)
	for i := range result {
		for j := i; j > 0 && result[j].Grams > result[j-1].Grams; j-- {
			result[j], result[j-1] = result[j-1], result[j]
		}
	}
	return result
}
