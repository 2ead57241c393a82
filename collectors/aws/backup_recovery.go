package aws

import (
	"cmp"
	"context"
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/backup"
	"github.com/aws/aws-sdk-go-v2/service/backup/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// protected tells the resources of a region that have recovery points.
func (v *visit) protected(ctx context.Context, client *backup.Client, region string) error {
	list := backup.NewListProtectedResourcesPaginator(client, &backup.ListProtectedResourcesInput{MaxResults: sdk.Int32(1000)})
	return each(ctx, v, listed{"Backup", "ListProtectedResources", region, "aws.backup.resource"}, list.HasMorePages,
		func() ([]types.ProtectedResource, *string, error) {
			page, err := list.NextPage(ctx)
			if err != nil {
				return nil, nil, err
			}
			return page.Results, page.NextToken, nil
		},
		func(_ context.Context, r types.ProtectedResource) error {
			arn := sdk.ToString(r.ResourceArn)
			return v.emit(collectors.Head{
				Kind: "aws.backup.resource", ID: arn, Name: cmp.Or(sdk.ToString(r.ResourceName), arn), Region: region,
			}, kinds.ProtectedResource{
				Type: sdk.ToString(r.ResourceType), LastBackup: moment(r.LastBackupTime), LastVault: nonEmpty(r.LastBackupVaultArn),
			}, partial{})
		})
}

// restores tells how restoring is tested in a region.
func (v *visit) restores(ctx context.Context, client *backup.Client, region string) error {
	var facts kinds.BackupSettings
	var p partial
	plans := backup.NewListRestoreTestingPlansPaginator(client, &backup.ListRestoreTestingPlansInput{MaxResults: sdk.Int32(1000)})
	p.ok(v.pages("Backup", "ListRestoreTestingPlans", plans.HasMorePages, func() (*string, error) {
		page, err := plans.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, t := range page.RestoreTestingPlans {
			facts.RestoreTests = append(facts.RestoreTests, kinds.RestoreTest{
				Name: sdk.ToString(t.RestoreTestingPlanName), Schedule: sdk.ToString(t.ScheduleExpression), LastRun: moment(t.LastExecutionTime),
			})
		}
		return page.NextToken, nil
	}), "restore_tests")
	slices.SortFunc(facts.RestoreTests, func(a, b kinds.RestoreTest) int { return cmp.Compare(a.Name, b.Name) })
	jobs := backup.NewListRestoreJobsPaginator(client, &backup.ListRestoreJobsInput{ByStatus: types.RestoreJobStatusCompleted, MaxResults: sdk.Int32(1000)})
	p.ok(v.pages("Backup", "ListRestoreJobs", jobs.HasMorePages, func() (*string, error) {
		page, err := jobs.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, j := range page.RestoreJobs {
			if done := moment(j.CompletionDate); done != nil && (facts.LastRestore == nil || *done > *facts.LastRestore) {
				facts.LastRestore = done
			}
		}
		return page.NextToken, nil
	}), "last_restore")
	return v.settings("aws.backup.settings", "AWS Backup", region, facts, p)
}
