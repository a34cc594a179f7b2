using NVirt.Fleet.Mitigations;

namespace NVirt.Fleet.Tests.Mitigations;

/// <summary>The tables of data/mitigations.</summary>
public sealed class MitigationListsTests
{
    [Fact]
    public void Controls_are_features_of_the_map() => Report.None(
        "are in data/mitigations/controls.map, and no feature of the map",
            MitigationLists.Controls.Keys.Where(c => CpuMap.Default.FindFeature(c) is null));

    [Fact]
    public void A_model_can_be_affected_from_a_stepping_on()
    {
        Assert.False(MitigationLists.IsAffected("gds", 0xa6, 0));
        Assert.True(MitigationLists.IsAffected("gds", 0xa6, 1));
    }
}
