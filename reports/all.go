package reports

// All returns every format: one line each.
func All() []Format {
	return []Format{
		Text{},
		JSON{},
		PDF{},
		Annotations{},
	}
}
