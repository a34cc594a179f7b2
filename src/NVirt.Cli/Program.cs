using System.Globalization;
using NVirt.Cli;

FileMask.Set();

// Only the language: numbers and documents are the same everywhere.
CultureInfo.CurrentUICulture = Language.Choose(Environment.GetEnvironmentVariable);
return CommandLine.Run(args, Console.Out, Console.Error);
