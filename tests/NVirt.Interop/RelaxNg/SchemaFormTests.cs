using NVirt.Testing;

namespace NVirt.Interop.RelaxNg;

/// <summary>Our schemas are edited in the compact syntax; the XML form next to it is trang's output.</summary>
public sealed class SchemaFormTests
{
    private static readonly string Folder = Path.Combine(Places.Root, "schemas");

    [Fact]
    public void Both_forms_are_the_same()
    {
        using TempFolder made = new();
        foreach (string compact in Compact().Where(HasStart))
        {
            string output = Path.Combine(made.Root, Path.ChangeExtension(Path.GetFileName(compact), ".rng"));
            Assert.Equal(string.Empty, SchemaPeers.Run("trang", Folder, [compact, output]));
        }

        if (Environment.GetEnvironmentVariable("NVIRT_ACCEPT") == "1")
        {
            Accept(made.Root);
        }

        Assert.Equal(Compact().Select(Path.GetFileNameWithoutExtension), Names(made.Root));
        Assert.Equal(Names(made.Root), Names(Folder));
        Assert.All(Names(made.Root), name => Assert.Equal(
            File.ReadAllText(Path.Combine(made.Root, name + ".rng")),
            File.ReadAllText(Path.Combine(Folder, name + ".rng"))));
    }

    private static string[] Compact() => [.. Directory.EnumerateFiles(Folder, "*.rnc").Order(StringComparer.Ordinal)];

    private static bool HasStart(string compact) => File.ReadLines(compact).Any(l => l.StartsWith("start =", StringComparison.Ordinal));

    private static string?[] Names(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.rng").Order(StringComparer.Ordinal).Select(Path.GetFileNameWithoutExtension)];

    private static void Accept(string made)
    {
        foreach (string file in Directory.EnumerateFiles(made, "*.rng"))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)), overwrite: true);
        }
    }
}
