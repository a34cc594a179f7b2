namespace NVirt.Native.Tests;

/// <summary>What programs that are compiled today rely on tomorrow.</summary>
public sealed class StabilityTests
{
    [Fact]
    public void The_exported_symbols_are_frozen()
    {
        string folder = NativeLibrary.Folder;
        Needs.Program("nm", "binutils");
        (int code, string output) = NativeLibrary.Run("nm", "-D", "--defined-only", Path.Combine(folder, "libnvirt.so.0"));
        Assert.Equal(0, code);
        string[] names = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')[^1])];
        Golden.Check(string.Join('\n', names.Order(StringComparer.Ordinal)) + "\n", "Symbols");
    }

    [Fact]
    public void The_sizes_places_and_numbers_of_the_header_are_frozen()
    {
        _ = NativeLibrary.Folder;
        using TempFolder folder = new();
        (int code, string output) = NativeLibrary.Run(
            NativeLibrary.Compile(Path.Combine(NativeLibrary.Sources, "abi.c"), folder.Root));
        Assert.Equal(0, code);
        Golden.Check(output, "Abi");
    }

    [Fact]
    public void The_prototypes_of_the_header_are_frozen()
    {
        string header = File.ReadAllText(Header);
        int start = header.IndexOf("const char *nvirt_version", StringComparison.Ordinal);
        IEnumerable<string> lines = header[start..header.LastIndexOf("#ifdef __cplusplus", StringComparison.Ordinal)]
            .Split("/*").Select(p => p[(p.IndexOf("*/", StringComparison.Ordinal) is var end and >= 0 ? end + 2 : 0)..])
            .Select(p => string.Join(' ', p.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Golden.Check(string.Join('\n', lines).Trim() + "\n", "Prototypes");
    }

    [Theory]
    [InlineData("gcc", "c", "c99")]
    [InlineData("g++", "c++", "c++17")]
    public void The_header_compiles_without_a_warning(string compiler, string language, string standard)
    {
        Needs.Program(compiler, compiler);
        (int code, string output) = NativeLibrary.Run(
            compiler, $"-std={standard}", "-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only", "-x", language, Header);
        Assert.True(code == 0, output);
    }

    private static string Header { get; } = Path.Combine(Places.Root, "src", "NVirt.Native", "include", "nvirt.h");
}
