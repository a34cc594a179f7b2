using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Freezes;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet verify</c>: whether frozen baselines are as they were frozen. What is wrong is no answer but an error.</summary>
internal static class FleetVerifyCommand
{
    public static Command Create()
    {
        Argument<string[]> paths = new("FILE") { Description = Messages.Argument_FleetFrozen, Arity = ArgumentArity.OneOrMore };
        Option<string?> key = new("--key") { Description = Messages.Option_FleetKey, HelpName = "KEY.pem" };
        Option<string?> digest = new("--digest") { Description = Messages.Option_FleetDigest, HelpName = "SHA256" };
        return SharedOptions.Command("verify", Messages.Command_FleetVerify, OutputFormats.OfFleet, Run, paths, key, digest);

        int Run(Session session)
        {
            List<(string File, FrozenBaseline Baseline)> all = FrozenFiles.ReadAll(session.Get(paths)!);
            bool isWhole = session.Get(paths)!.Any(Directory.Exists);
            List<ChainProblem> problems = [.. BaselineChain.Check(all, isWhole)];
            if (session.Get(digest) is { } wanted && all.TrueForAll(b => b.Baseline.Digest != wanted))
            {
                problems.Add(new ChainProblem(all.Count > 0 ? all[^1].File : string.Empty, Text.Of(Messages.Error_FleetDigest, wanted)));
            }

            if (session.Get(key) is { } pem)
            {
                string text = Files.ReadText(pem);
                problems.AddRange(all.Select(b => Signed(b.File, b.Baseline, text)).OfType<ChainProblem>());
            }

            if (all.Count == 0)
            {
                throw new CliException(Messages.Error_FleetNothingFrozen, kind: CliErrorKind.Unreadable);
            }

            return VerifyAnswer.Of(all, problems).Write(session);
        }
    }

    private static ChainProblem? Signed(string file, FrozenBaseline baseline, string pem)
    {
        string path = file + BaselineSignature.Extension;
        return !System.IO.File.Exists(path) ? new ChainProblem(file, Messages.Error_FleetUnsigned)
            : BaselineSignature.Verify(baseline, Files.ReadText(path), pem) ? null
            : new ChainProblem(path, Messages.Error_FleetSignature);
    }
}
