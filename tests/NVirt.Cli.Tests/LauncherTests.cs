using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>How a clone builds and starts its tools, shown on a small program with the real compilers.</summary>
public sealed class LauncherTests
{
    private const string Building = "hello: building (once, and after each change)...";
    private const string Background =
        "hello: native code, which starts faster, is built in the background, in about two minutes; NVIRT_NATIVE=0 turns it off";

    [Fact]
    public void The_first_call_answers_soon_and_later_ones_are_native_until_a_source_changes()
    {
        Needs.Linux("flock and setsid are Linux's");
        Needs.Program("gcc", "gcc");
        using ScratchClone clone = new();

        Assert.Equal((0, "one managed \n", $"{Building}\n{Background}\n"), clone.Run());
        clone.WaitForNative();
        Assert.Equal((3, "one native a b||c\n", string.Empty), clone.Run("a b", string.Empty, "c"));
        Assert.Equal((0, "one managed \n", string.Empty), clone.RunWith("NVIRT_NATIVE=0"));

        // Written in place and with its old time, as unpacking an archive does: neither the folder's time nor the file's tells.
        DateTime before = clone.SourceTime;
        clone.Source = clone.Source.Replace("one", "two", StringComparison.Ordinal);
        clone.SourceTime = before;
        Assert.Equal((0, "two managed \n", $"{Building}\n"), clone.Run());
        Assert.Equal((0, "two managed \n", string.Empty), clone.Run());

        clone.Source = clone.Source.Replace("two", "one", StringComparison.Ordinal);
        Assert.Equal((0, "one native \n", string.Empty), clone.Run());

        clone.Source = clone.Source.Replace("one", "three", StringComparison.Ordinal);
        Assert.Equal((0, string.Empty, "hello: building native code, about two minutes...\n"), clone.Run("--native"));
        Assert.Equal((0, "three native \n", string.Empty), clone.Run());
    }

    [Fact]
    public void A_native_build_that_fails_is_told_once_and_not_tried_again()
    {
        Needs.Linux("flock and setsid are Linux's");
        using ScratchClone clone = new();
        clone.AddProgram("gcc", "#!/bin/sh\nexit 1\n");
        clone.AddProgram("clang", "#!/bin/sh\nexit 1\n");

        Assert.Equal((0, "one managed \n", $"{Building}\n{Background}\n"), clone.Run());
        clone.WaitForNative();
        string told = "hello: native code could not be built: artifacts/native/Hello.log; ./hello --native tries again\n";
        Assert.Equal((0, "one managed \n", told), clone.Run());
        Assert.Equal((0, "one managed \n", string.Empty), clone.Run());

        var (code, output, error) = clone.Run("--native");
        Assert.Equal((1, string.Empty), (code, output));
        Assert.EndsWith("build/native: the native build of Hello failed\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_linker_nothing_is_said_of_native_code()
    {
        Needs.Linux("programs are hidden by a folder of links");
        using ScratchClone clone = new();
        clone.HidePrograms("gcc", "clang");

        Assert.Equal((0, "one managed \n", $"{Building}\n"), clone.Run());
        Assert.Equal((0, "one managed \n", string.Empty), clone.Run());
        Assert.Equal(
            (3, string.Empty, "hello: building native code, about two minutes...\n"
                + "build/native: native code needs gcc or clang, and neither is here\n"),
            clone.Run("--native"));

        clone.Source = "this is no C#";
        var (code, _, error) = clone.Run();
        Assert.Equal(1, code);
        Assert.EndsWith("hello: the build failed\n", error, StringComparison.Ordinal);
    }
}
