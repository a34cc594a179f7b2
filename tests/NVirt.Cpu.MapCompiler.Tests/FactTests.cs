using Microsoft.CodeAnalysis;
using Xunit;

namespace NVirt.Cpu.MapCompiler.Tests;

/// <summary>The facts beside the maps: cores of processors, and the kernel's names of features.</summary>
public sealed class FactTests
{
    [Fact]
    public void Cores_become_code()
    {
        string code = Code("processors", "vendor A B\ncore Zen 5 # new\n  models X Y\n  26/0-15/2-3  Turin, \"T\"\n  26/16\n");
        Assert.Contains("internal static class CompiledProcessors", code, StringComparison.Ordinal);
        Assert.Contains(
            "new([\"A\", \"B\"], \"Zen 5\", [\"X\", \"Y\"], [new(26, 0, 15, 2, 3, \"Turin, \\\"T\\\"\"), new(26, 16, 16, 0, 15, null)]),",
            code,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Flags_become_code()
    {
        string code = Code("kernel-flags", "sse4_1 sse4.1\nfred fred hidden new\n");
        Assert.Contains("new(\"sse4_1\", \"sse4.1\", KernelFlagRules.None),", code, StringComparison.Ordinal);
        Assert.Contains("new(\"fred\", \"fred\", KernelFlagRules.Hidden | KernelFlagRules.New),", code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("processors", "core X\n", 1)]
    [InlineData("processors", "vendor\n", 1)]
    [InlineData("processors", "vendor A\n  26/1\n", 2)]
    [InlineData("processors", "vendor A\ncore X\n  models\n", 3)]
    [InlineData("processors", "vendor A\ncore X\n  26\n", 3)]
    [InlineData("processors", "vendor A\ncore X\n  26-27/1\n", 3)]
    [InlineData("processors", "vendor A\ncore X\n  271/1\n", 3)]
    [InlineData("processors", "vendor A\ncore X\n  26/2-1\n", 3)]
    [InlineData("processors", "vendor A\ncore X\n  26/256\n", 3)]
    [InlineData("processors", "vendor A\ncore X\n  26/1/16\n", 3)]
    [InlineData("processors", "vendor A\ncore X\n  26/0x1\n", 3)]
    [InlineData("processors", "vendor A\ncore X\n  26/1/1/1\n", 3)]
    [InlineData("arm-parts", "0x41 0xd05\n", 1)]
    [InlineData("arm-parts", "0x141 0xd05 Arm\n", 1)]
    [InlineData("arm-parts", "0x41 0xd05 A\n0x41 0xd05 B\n", 2)]
    [InlineData("kernel-flags", "fpu\n", 1)]
    [InlineData("kernel-flags", "fpu fpu always\n", 1)]
    [InlineData("kernel-flags", "  fpu fpu\n", 1)]
    [InlineData("kernel-flags", "fpu fpu\nfpu x87\n", 2)]
    [InlineData("kernel-flags", "fpu fpu\nx87 fpu\n", 2)]
    public void A_mistake_is_reported_with_file_and_line(string folder, string text, int line)
    {
        GeneratorDriverRunResult result = Run(folder, text);
        Assert.StartsWith($"all.map:{line}: NVMAP00", GeneratorRun.Problems(result)[0], StringComparison.Ordinal);
        Assert.Empty(result.GeneratedTrees);
    }

    private static string Code(string folder, string text)
    {
        GeneratorDriverRunResult result = Run(folder, text);
        Assert.Empty(result.Diagnostics);
        return Assert.Single(result.GeneratedTrees).ToString();
    }

    private static GeneratorDriverRunResult Run(string folder, string text) =>
        GeneratorRun.OfFolder(folder, ("index.map", "all.map\n"), ("all.map", text));
}
