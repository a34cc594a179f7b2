using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace NVirt.Cpu.MapCompiler.Tests;

/// <summary>Runs the generator on map files in memory.</summary>
internal static class GeneratorRun
{
    public const string Vendors = "vendor Intel GenuineIntel\nvendor AMD AuthenticAMD\n";
    public const string Features =
        "[cpuid 0x1]\nfpu edx.0 base\nsse edx.25 simd qemu:sse-1\n[cpuid 0x7.0x0]\nsmep ebx.7 memory not-migratable\n[msr 0x10a]\nno "
            + "edx.1 security\n";
    public const string Models =
        "model old\n  vendor Intel\n  signature 6/23\n  decode host guest\n  features fpu sse\n  removed smep\n  added no\n";

    public static GeneratorDriverRunResult Of(params (string Name, string Text)[] files) => OfFolder("x86", files);

    /// <summary>Runs the files of an architecture's folder.</summary>
    public static GeneratorDriverRunResult OfFolder(string folder, params (string Name, string Text)[] files)
    {
        IEnumerable<AdditionalText> texts = files.Select(f => new MemoryText($"/map/{folder}/{f.Name}", f.Text));
        CSharpCompilation compilation = CSharpCompilation.Create("test");
        return CSharpGeneratorDriver.Create(new MapGenerator()).AddAdditionalTexts([.. texts])
            .RunGenerators(compilation, CancellationToken.None).GetRunResult();
    }

    /// <summary>Runs a map of three files whose models file is the given one.</summary>
    public static GeneratorDriverRunResult OfModels(string models, string features = Features, string vendors = Vendors) => Of(
        ("index.map", "vendors.map\nfeatures.map\nmodels.map\n"),
        ("vendors.map", vendors),
        ("features.map", features),
        ("models.map", models));

    /// <summary>The diagnostics as the build prints them: file, line, id and message.</summary>
    public static ImmutableArray<string> Problems(GeneratorDriverRunResult result) =>
    [
        .. result.Diagnostics.Select(d =>
            $"{Path.GetFileName(d.Location.GetLineSpan().Path)}:{d.Location.GetLineSpan().StartLinePosition.Line + 1}: {d.Id} "
                + $"{d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"),
    ];

    private sealed class MemoryText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
