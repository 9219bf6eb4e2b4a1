using Portal.E2E.Support;

// One portal for all stories: they are about one installation that many people use at once, and that parts of are killed meanwhile.
[assembly: AssemblyFixture(typeof(PortalInstance))]
[assembly: AssemblyFixture(typeof(BrowserFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
