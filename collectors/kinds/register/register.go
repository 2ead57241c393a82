// Package register holds the kinds of records that people make: one struct per kind, whose fields are its facts.
//
// They are for what no machine can read: that a training took place, that a backup was restored, that a vendor
// was reviewed. Each has an owner and a date. Dates are YYYY-MM-DD. Fields that a record may leave out are null.
package register

import "github.com/assize/assize/collectors"

// Kinds lists the family.
func Kinds() []collectors.Kind {
	return []collectors.Kind{
		{Name: "register.attestation", Title: "Attestation", Facts: Attestation{}},
		{Name: "register.budget", Title: "Budget", Facts: Budget{}},
		{Name: "register.document", Title: "Policy document", Facts: Document{}},
		{Name: "register.exercise", Title: "Disaster recovery exercise", Facts: Exercise{}},
		{Name: "register.index", Title: "Register", Facts: Index{}},
		{Name: "register.restore_test", Title: "Restore test", Facts: RestoreTest{}},
		{Name: "register.training", Title: "Training", Facts: Training{}},
		{Name: "register.vendor", Title: "Vendor", Facts: Vendor{}},
	}
}

// Record is what every record has.
type Record struct {
	Owner string `json:"owner"`
	Date  string `json:"date"`
	Notes string `json:"notes"`
}

// Index is the register as a whole: one resource, id "index". Policies that ask whether a record exists at all are
// written on it, as no single record could tell that there is none.
type Index struct {
	// Counts is how many records of each kind there are, by the kind's name; a kind without one has 0.
	Counts map[string]int `json:"counts"`
}

// Training is one training that was given.
type Training struct {
	Record
	Topic string `json:"topic"` // for example "security awareness"
	// Participants are those who took part; Absent those who should have.
	Participants []string `json:"participants"`
	Absent       []string `json:"absent"`
	// NextDue is when it has to be repeated, or null when it need not.
	NextDue *string `json:"next_due"`
}

// Vendor is one supplier or other third party.
type Vendor struct {
	Record
	Service string `json:"service"`
	// Criticality is "low", "medium", "high" or "critical".
	Criticality string `json:"criticality"`
	// Data are the classes of data it handles, for example "personal"; empty when none.
	Data       []string        `json:"data"`
	Contacts   []VendorContact `json:"contacts"`
	ReviewedOn *string         `json:"reviewed_on"`
	NextReview *string         `json:"next_review"`
	// ContractEnds and Agreement (a data processing agreement's date) are null when there is none.
	ContractEnds   *string  `json:"contract_ends"`
	Agreement      *string  `json:"agreement"`
	Certifications []string `json:"certifications"`
	ExitPlan       bool     `json:"exit_plan"`
}

// VendorContact is someone to call. Role is for example "security" or "account".
type VendorContact struct {
	Name  string  `json:"name"`
	Role  string  `json:"role"`
	Email *string `json:"email"`
	Phone *string `json:"phone"`
}

// RestoreTest is one proof that a backup comes back.
type RestoreTest struct {
	Record
	System  string `json:"system"`
	Backup  string `json:"backup"`
	Success bool   `json:"success"`
	// Minutes is how long it took; ObjectiveMinutes how long it may take (RTO), or null when none is set.
	Minutes          int  `json:"minutes"`
	ObjectiveMinutes *int `json:"objective_minutes"`
	// DataLossMinutes is how old the restored data was; LossObjectiveMinutes how old it may be (RPO), or null.
	DataLossMinutes      *int `json:"data_loss_minutes"`
	LossObjectiveMinutes *int `json:"loss_objective_minutes"`
}

// Exercise is one rehearsal of a disaster.
type Exercise struct {
	Record
	Scenario     string   `json:"scenario"`
	Participants []string `json:"participants"`
	Success      bool     `json:"success"`
	Findings     []Action `json:"findings"`
	NextDue      *string  `json:"next_due"`
}

// Action is something to do that an exercise or a review brought up. DoneOn is null while it is open.
type Action struct {
	Summary string  `json:"summary"`
	Owner   string  `json:"owner"`
	DueOn   string  `json:"due_on"`
	DoneOn  *string `json:"done_on"`
}

// Document is one written policy, procedure or plan.
type Document struct {
	Record
	Title    string `json:"title"`
	Category string `json:"category"` // for example "information security policy", "incident response"
	Version  string `json:"version"`
	Location string `json:"location"`
	// ApprovedOn and ApprovedBy are null while it is a draft.
	ApprovedOn *string `json:"approved_on"`
	ApprovedBy *string `json:"approved_by"`
	NextReview string  `json:"next_review"`
}

// Budget is money set aside and money spent. Amounts are whole units of the currency.
type Budget struct {
	Record
	Area     string `json:"area"`
	Period   string `json:"period"`   // for example "2026"
	Currency string `json:"currency"` // ISO 4217
	Planned  int    `json:"planned"`
	Spent    int    `json:"spent"`
	Forecast *int   `json:"forecast"`
	// Approved is the name of who approved it, or null.
	ApprovedBy *string `json:"approved_by"`
}

// Attestation is what a person says of something that no machine can read.
type Attestation struct {
	Record
	Subject   string `json:"subject"` // for example "visitor log"
	Statement string `json:"statement"`
	// Holds is what the person attests: true when the control is in place.
	Holds      bool    `json:"holds"`
	AttestedBy string  `json:"attested_by"`
	ValidUntil string  `json:"valid_until"`
	Evidence   *string `json:"evidence"`
}
