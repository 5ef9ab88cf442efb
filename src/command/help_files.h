/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus help import and export: the help directory from files and to files. */
#pragma once

int help_files_import(int argc, char **argv);
int help_files_export(int argc, char **argv);
