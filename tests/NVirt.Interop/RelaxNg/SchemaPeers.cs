using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NVirt.Interop.RelaxNg;

/// <summary>Other validators, each run on many documents at once.</summary>
internal static partial class SchemaPeers
{
    // For programs that run for a second.
    private const string JavaOptions = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
    private const string JavaRemark = "Picked up JAVA_TOOL_OPTIONS: " + JavaOptions;

    public const string Packages = "to compare validators: apt-get install jing libvirt0 libxml2-utils trang";

    /// <summary>xmllint's output for the files 0.xml, 1.xml and so on in a folder.</summary>
    public static bool[] Xmllint(string schema, string folder, int count)
    {
        bool?[] valid = new bool?[count];
        foreach (Match line in XmllintVerdict()
            .Matches(Run("xmllint", folder, ["--noout", "--nonet", "--relaxng", schema, .. Names(count)])))
        {
            valid[Number(line)] = line.Groups["verdict"].Value == "validates";
        }

        int unjudged = Array.FindIndex(valid, v => v is null);
        Assert.True(unjudged < 0, $"xmllint says nothing of {folder}/{unjudged}.xml");
        return [.. valid.Select(v => v == true)];
    }

    /// <summary>jing's output for them.</summary>
    public static bool[] Jing(string schema, string folder, int count)
    {
        bool[] valid = new bool[count];
        Array.Fill(valid, value: true);
        string output = Run("jing", folder, ["-i", schema, .. Names(count)]);
        Assert.DoesNotContain("fatal", output, StringComparison.Ordinal);
        foreach (Match line in JingProblem().Matches(output))
        {
            valid[Number(line)] = false;
        }

        return valid;
    }

    /// <summary>The output of such a program.</summary>
    public static string Run(string program, string folder, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };

        start.Environment["JAVA_TOOL_OPTIONS"] = JavaOptions;
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output + error.Result.Replace(JavaRemark + "\n", string.Empty, StringComparison.Ordinal);
        }
        catch (Win32Exception)
        {
            Needs.Package(isThere: false, $"{program} is not installed; {Packages}");
            throw;
        }
    }

    private static IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(i => $"{i}.xml");

    private static int Number(Match line) => int.Parse(line.Groups["number"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<number>[0-9]+)\\.xml (?<verdict>validates|fails to validate)$", RegexOptions.Multiline, 10_000)]
    private static partial Regex XmllintVerdict();

    [GeneratedRegex("/(?<number>[0-9]+)\\.xml:[0-9]+:[0-9]+: error:", RegexOptions.Multiline, 10_000)]
    private static partial Regex JingProblem();
}
