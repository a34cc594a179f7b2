using System.Diagnostics;
using System.Globalization;
using NVirt.Testing;

namespace NVirt.RelaxNg.Tests.Peers;

/// <summary>libxml2's and jing's verdicts on the suite are ours, but for what is told here.</summary>
[Trait("Run", "long")]
public sealed class PeerTests
{
    /// <summary>jing takes half a second to start, so that a run asks it about so many schemas.</summary>
    private const int JingSchemas = 12;

    /// <summary>Cases in which libxml2 2.9.14 is known not to follow the specification.</summary>
    private static readonly Dictionary<string, string> LibxmlDiffers = new(StringComparer.Ordinal)
    {
        ["decimal"] = "its numbers have at most 24 digits",
        ["integer"] = "its numbers have at most 24 digits",
        ["float and double"] = "it takes an exponent without digits",
        ["equal names with a prefix"] = "it compares names as they are written",
        ["lengths of bytes and lists"] = "it counts the characters of a list",
        ["another file as a pattern with a grammar of its own"] = "it takes the definition of the outer grammar",
        ["an interleave in a repetition"] = "it takes the elements for the first round only",
        ["an unknown way to combine"] = "it takes any way to combine",
        ["two values in an attribute"] = "it does not check this restriction in attributes",
        ["a parameter that does not exist"] = "it ignores parameters that it does not know",
        ["a parameter of another type"] = "it ignores parameters that it does not know",
        ["a parameter that is no number"] = "it does not check parameters",
        ["a bound that is no value of the type"] = "it does not check parameters",
        ["a pattern that is none"] = "it does not check parameters",
        ["a document type"] = "it reads document types",
    };

    /// <summary>Cases in which jing 20181222 is known not to follow the specification, or has another opinion.</summary>
    private static readonly Dictionary<string, string> JingDiffers = new(StringComparer.Ordinal)
    {
        ["date and time"] = "it does not know the hour 24",
        ["the largest unsigned integers of a size"] = "it takes a sign",
        ["equal durations"] = "a year is not twelve months to it",
        ["digits"] = "it counts zeros that mean nothing",
        ["classes of characters"] = "it refuses a minus sign behind an escape",
        ["entities and notations need declarations"] = "without a document type, it takes every name",
        ["a document type"] = "it reads document types",
    };

    [Fact]
    public void Libxml2_says_the_same()
    {
        using TempFolder folder = new();
        Assert.All(SuiteCase.All.Values.Where(c => !LibxmlDiffers.ContainsKey(c.Title)),
            suite => Compare(suite, folder, "xmllint", ["--noout", "--relaxng"]));
    }

    [Fact]
    public void Jing_says_the_same()
    {
        using TempFolder folder = new();
        SuiteCase[] some = [.. SuiteCase.All.Values.Where(c => !JingDiffers.ContainsKey(c.Title))];
        new Random(RunSettings.Seed).Shuffle(some);
        Assert.All(some.Take(RunSettings.Times(JingSchemas)), suite => Compare(suite, folder, "jing", ["-i"]));
    }

    [Fact]
    public void Cases_that_differ_exist() =>
        Assert.Subset(SuiteCase.All.Keys.ToHashSet(), LibxmlDiffers.Keys.Concat(JingDiffers.Keys).ToHashSet());

    private static void Compare(SuiteCase suite, TempFolder folder, string program, string[] options)
    {
        string place = Guid.NewGuid().ToString("N");
        foreach ((string file, string text) in suite.Files)
        {
            folder.Write(Path.Combine(place, file), System.Text.Encoding.UTF8.GetBytes(text));
        }

        string schema = Path.Combine(folder.Root, place, SuiteCase.MainFile);
        string[] documents = suite.Refused is null ? [.. suite.Valid, .. suite.Invalid] : ["<nothing/>"];
        string[] files =
            [.. documents.Select(
                (text, i) => folder.Write(Path.Combine(place, $"document{i}.xml"), System.Text.Encoding.UTF8.GetBytes(text)))];
        string said = Run(program, [.. options, schema, .. files]);
        // Of a schema, jing does not always tell the place.
        bool isRefused = said.Contains("failed to compile", StringComparison.Ordinal)
            || said.Split('\n')
            .Any(line => line.StartsWith("fatal:", StringComparison.Ordinal) || line.StartsWith("error:", StringComparison.Ordinal)
            || (line.Contains(".rng:", StringComparison.Ordinal)
            && (line.Contains("error:", StringComparison.Ordinal) || line.Contains("fatal:", StringComparison.Ordinal))));
        Assert.True(isRefused == (suite.Refused is not null), $"{suite.Title}: {said}");
        for (int i = 0; i < files.Length && suite.Refused is null; i++)
        {
            bool isValid = program == "jing" ? !said.Contains(files[i], StringComparison.Ordinal)
                : said.Contains(files[i] + " validates", StringComparison.Ordinal);
            Assert.True(isValid == i < suite.Valid.Count, $"{suite.Title}: {documents[i]}: {said}");
        }
    }

    // Their answer is what they print: the exit code is not zero where a document is wrong.
    private static string Run(string program, string[] arguments)
    {
        ProcessStartInfo start =
            new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output + errors.GetAwaiter().GetResult();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Needs.Package(isThere: false, $"{program} is not installed");
            throw;
        }
    }
}
