using System.CommandLine;

namespace NVirt.Cli;

/// <summary>A command that does something, and the forms of output that it has.</summary>
/// <param name="name">Its last word.</param>
/// <param name="description">Its help.</param>
/// <param name="forms">What it can write; the first is its default.</param>
internal sealed class LeafCommand(string name, string description, OutputFormat[] forms) : Command(name, description)
{
    /// <summary>What it can write; the first is its default.</summary>
    public IReadOnlyList<OutputFormat> Forms { get; } = forms;
}
