using NVirt.Testing;
using Xunit.Sdk;

namespace NVirt.Cpu.Tests;

/// <summary>The effect of a missing package and of missing hardware on a test.</summary>
public sealed class NeedsTests
{
    [Fact]
    public void A_missing_package_skips_a_test_on_a_developers_machine() =>
        Assert.Equal("$XunitDynamicSkip$no jing", Outcome(() => Needs.Package(isThere: false, "no jing", isContinuousIntegration: false)));

    [Fact]
    public void A_missing_package_fails_a_test_in_continuous_integration() =>
        Assert.Equal("no jing", Outcome(() => Needs.Package(isThere: false, "no jing", isContinuousIntegration: true)));

    [Fact]
    public void Missing_hardware_always_skips_a_test() =>
        Assert.Equal("$XunitDynamicSkip$no KVM", Outcome(() => Needs.Hardware(isThere: false, "no KVM")));

    [Fact]
    public void What_is_there_lets_a_test_run()
    {
        Needs.Package(isThere: true, "no jing", isContinuousIntegration: true);
        Needs.Hardware(isThere: true, "no KVM");
    }

    [Fact]
    public void No_test_decides_about_skipping_by_itself()
    {
        string[] own = ["Needs.cs", "NeedsTests.cs", "Places.cs"];
        IEnumerable<string> sources = Directory.EnumerateFiles(Path.Combine(Places.Root, "tests"), "*.cs", SearchOption.AllDirectories);
        string[] deciding =
            [.. sources.Where(f => File.ReadAllText(f).Contains("Assert.Skip", StringComparison.Ordinal)).Select(f => Path.GetFileName(f))];
        Assert.Contains("Needs.cs", deciding);
        Assert.Empty(deciding.Except(own));
    }

    // Assert.Throws would let a skip through.
    private static string? Outcome(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (XunitException e)
        {
            return e.Message;
        }
    }
}
