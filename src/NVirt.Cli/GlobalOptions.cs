using System.CommandLine;

namespace NVirt.Cli;

/// <summary>The options that every command has.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = Messages.Option_Output,
        HelpName = "xml|json|table",
        Recursive = true,
    };

    public static readonly Option<string?> CpuMap = new("--cpu-map") { Description = Messages.Option_CpuMap, HelpName = "DIR", Recursive = true };

    public static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = Messages.Option_Quiet, Recursive = true };

    public static readonly Option<bool> NoColor = new("--no-color") { Description = Messages.Option_NoColor, Recursive = true };

    /// <summary>Adds them to the root command.</summary>
    public static void AddTo(RootCommand root)
    {
        Output.CompletionSources.Add("xml", "json", "table");
        root.Add(Output);
        root.Add(CpuMap);
        root.Add(Quiet);
        root.Add(NoColor);
    }
}
