using System.Reflection;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests;

/// <summary>A class's text tells exactly what its equality does.</summary>
public sealed class StatementKeyTests
{
    private static readonly CpuStatement Host = SmallFleets.Host("Intel", "aes", "avx2");

    /// <summary>Every axis but the microcode is in the text.</summary>
    [Fact]
    public void Every_axis_but_the_microcode_makes_another_text()
    {
        string without = StatementKey.Of(Host);
        foreach (PropertyInfo axis in typeof(StatementAxes).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            StatementAxes axes = new();
            axis.SetValue(axes, ValueOf(Nullable.GetUnderlyingType(axis.PropertyType) ?? axis.PropertyType));
            bool differs = StatementKey.Of(Host with { Axes = axes }) != without;
            Assert.True(differs == (axis.Name != nameof(StatementAxes.Microcode)), axis.Name);
        }
    }

    /// <summary>What one name holds cannot look like two.</summary>
    [Fact]
    public void Names_with_blanks_or_lines_are_not_mistaken_for_several()
    {
        string one = StatementKey.Of(Host with { UsableModels = ["a b"] });
        string two = StatementKey.Of(Host with { UsableModels = ["a", "b"] });
        string line = StatementKey.Of(Host with { Vendor = "x\nclass=None" });
        Assert.NotEqual(one, two);
        Assert.DoesNotContain("\nclass=None\nclass", line, StringComparison.Ordinal);
    }

    /// <summary>The text and the equality of classes agree.</summary>
    [Fact]
    public void Equal_texts_are_equal_classes_and_others_are_not()
    {
        CpuStatement[] all =
        [
            Host,
            Host with { Vendor = "AMD" },
            Host with { Name = "other", File = "f", Form = "dump", Model = null },
            Host with { Truth = StatementTruth.Kernel },
            Host with { UsableModels = ["Haswell"] },
            Host with { Signature = new CpuSignature(6, 60, 3) },
            Host with { Axes = new StatementAxes { PhysBits = 46 } },
        ];
        foreach (CpuStatement a in all)
        {
            foreach (CpuStatement b in all)
            {
                Assert.Equal(new HostClassKey(a).Equals(new HostClassKey(b)), StatementKey.Of(a) == StatementKey.Of(b));
            }
        }
    }

    private static object ValueOf(Type type) => type switch
    {
        _ when type == typeof(int) => 7,
        _ when type == typeof(uint) => 7u,
        _ when type == typeof(ulong) => 7ul,
        _ when type == typeof(bool) => true,
        _ when type == typeof(string) => "x",
        _ when type == typeof(Version) => new Version(7, 2),
        _ when type == typeof(StatementNames) => new StatementNames("x"),
        _ when type == typeof(StatementXsave) => new StatementXsave { User = 7 },
        _ when type == typeof(StatementCounters) => new StatementCounters(2, 4, 3),
        _ when type == typeof(CpuCacheMode) => CpuCacheMode.Passthrough,
        _ => throw new NotSupportedException(type.Name),
    };
}
