namespace NVirt.Native.Tests;

/// <summary>Programs in C call the library.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void Every_function_takes_good_and_bad_input_without_an_error_or_a_leak()
    {
        (int code, string output) = CompileAndRun("every.c", File.ReadAllText(Source("every.c")), "-fsanitize=address");
        Assert.True(code == 0, output);
        Assert.Equal("0 failures\n", output);
    }

    [Fact]
    public void A_text_that_is_not_released_is_found()
    {
        string leaky = File.ReadAllText(Source("every.c")).Replace("nvirt_free(text);", "text = NULL;", StringComparison.Ordinal);
        (int code, string output) = CompileAndRun("leaky.c", leaky, "-fsanitize=address");
        Assert.NotEqual(0, code);
        Assert.Contains("detected memory leaks", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_share_cpus_and_have_errors_of_their_own()
    {
        (int code, string output) = CompileAndRun("threads.c", File.ReadAllText(Source("threads.c")));
        Assert.True(code == 0, output);
    }

    [Fact]
    public void A_child_uses_the_library_after_exec_or_where_its_parent_had_not()
    {
        (int code, string output) = CompileAndRun("fork.c", File.ReadAllText(Source("fork.c")));
        Assert.True(code == 0, output);
        Assert.Equal("0 failures\n", output);
    }

    private static (int Code, string Output) CompileAndRun(string name, string text, params string[] options)
    {
        _ = NativeLibrary.Folder;
        using TempFolder folder = new();
        string source = Path.Combine(folder.Root, name);
        File.WriteAllText(source, text);
        return NativeLibrary.Run(NativeLibrary.Compile(source, folder.Root, options), NativeLibrary.Examples);
    }

    private static string Source(string name) => Path.Combine(NativeLibrary.Sources, name);
}
