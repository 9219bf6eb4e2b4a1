using Portal.Sandbox.Api.Kinds;

namespace Portal.UnitTests.Sandbox.Api.CustomResources;

public sealed class VersionOrderTests
{
    [Fact]
    public void Order_Versions_PutsTheMostStableFirst() =>
        new[] { "v1alpha1", "foo", "v1beta1", "v10", "v2", "v1beta2", "bar", "v11alpha2", "v1" }.Order(VersionOrder.Instance)
            .ShouldBe(["v10", "v2", "v1", "v1beta2", "v1beta1", "v11alpha2", "v1alpha1", "bar", "foo"]);
}
