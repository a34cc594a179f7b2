using FsCheck;
using Microsoft.FSharp.Core;

namespace NVirt.Testing.Properties;

/// <summary>Runs properties with the seed and the number of cases of this run.</summary>
internal static class PropertyRuns
{
    private const int Usual = 100;
    private const ulong Gamma = 0x9e3779b97f4a7c15;

    /// <summary>Fails with the smallest case found, and how to repeat it.</summary>
    public static void Holds(this Property property)
    {
        Replay from = new(new Rnd((uint)RunSettings.Seed, Gamma), FSharpOption<int>.None);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(RunSettings.Times(Usual)).WithReplay(FSharpOption<Replay>.Some(from)), property);
    }
}
